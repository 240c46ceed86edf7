using StoFlow.Harness.House;

namespace StoFlow.Harness.Faults.Judging;

/// <summary>How often the ledger shows each write: by the mark that a try left in it, or by the item that it was about.</summary>
internal sealed class EffectCount
{
    private readonly ILookup<(string Effect, string Mark), LedgerLine> _byMark;
    private readonly ILookup<long, LedgerLine> _byItem;

    public EffectCount(IReadOnlyList<LedgerLine> ledger)
    {
        _byMark = ledger.Where(line => line.Effect is not null && Mark(line) is not null).ToLookup(line => (line.Effect!, Mark(line)!));
        _byItem = ledger.Where(line => line.ItemId is not null).ToLookup(line => line.ItemId!.Value);
        RefusedAgain = ledger.Count(line => line is { Effect: "refused", Status: 404, Method: "POST" or "DELETE" }
            || line is { Effect: "refused", Status: 400, Method: "POST", Path: "/api/v2/item_upload/items" });
    }

    /// <summary>Deletes of what was gone and creates whose photos were used: run a second time, without effect.</summary>
    public int RefusedAgain { get; }

    /// <summary>How often a try took effect; 0 also where only the item tells.</summary>
    public int Of(IntendedWrite write, Attempt attempt) => attempt.Mark is { } mark ? _byMark[(EffectOf(write.Kind), mark)].Count() : 0;

    /// <summary>How often a write took effect, over all its tries.</summary>
    public int Of(IntendedWrite write) => Lines(write).Count();

    /// <summary>The lines that are this write's.</summary>
    public IEnumerable<LedgerLine> Lines(IntendedWrite write) => write switch
    {
        { Kind: WriteKind.Hide, ItemId: { } id } => Switches(id, "item_hidden"),
        { Kind: WriteKind.Show, ItemId: { } id } => Switches(id, "item_shown"),
        { Kind: WriteKind.Delete, ItemId: { } id } => _byItem[id].Where(line => line.Effect == "item_deleted"),
        { Kind: WriteKind.DeleteDraft, ItemId: { } id } => _byItem[id].Where(line => line.Effect == "draft_deleted"),
        _ => write.Attempts.SelectMany(attempt => _byMark[(EffectOf(write.Kind), attempt.Mark!)]),
    };

    // Hiding what is hidden changes nothing, and still is a second run: it counts for the switch before it.
    private List<LedgerLine> Switches(long id, string effect)
    {
        List<LedgerLine> found = [];
        string? last = null;
        foreach (var line in _byItem[id].Where(line => line.Path.EndsWith("/is_hidden", StringComparison.Ordinal)))
        {
            if (line.Effect is "item_hidden" or "item_shown") last = line.Effect;
            if (last == effect && line.Effect is "item_hidden" or "item_shown" or "none") found.Add(line);
        }

        return found;
    }

    private static string? Mark(LedgerLine line) => line.Effect == "photo_uploaded" ? line.Sha256 : line.Title;

    private static string EffectOf(WriteKind kind) => kind switch
    {
        WriteKind.Photo => "photo_uploaded",
        WriteKind.Create => "item_created",
        WriteKind.Draft => "draft_created",
        _ => "item_updated",
    };
}
