using StoFlow.Bridge.Policy;
using StoFlow.Bridge.Storage;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Bridge.Commands;

/// <summary>Finds commands for callers, in memory first, then among the records; only those of the caller's sellers exist for it.</summary>
internal sealed class CommandCatalog(CommandTable table, ICommandStore store)
{
    /// <summary>Of a page.</summary>
    public const int MaxLimit = 200;

    /// <summary>A command in memory that the caller may see.</summary>
    public LiveCommand? FindLive(string id, Caller caller) => table.Find(id) is { } live && caller.May(live.Seller) ? live : null;

    /// <summary>One command.</summary>
    /// <exception cref="BridgeException"><c>not_found</c>.</exception>
    public async Task<CommandView> GetAsync(string id, Caller caller, CancellationToken ct)
    {
        if (table.Find(id) is { } live) return caller.May(live.Seller) ? CommandAnswers.View(live) : throw NotFound();
        return await store.FindAsync(id, ct) is { } row && caller.May(row.Head.Seller) ? CommandAnswers.View(row) : throw NotFound();
    }

    /// <summary>A page, newest first; without what the site answered, which one asks for by id.</summary>
    public async Task<CommandPage> PageAsync(Caller caller, string? seller, string? state, string? after, int limit, CancellationToken ct)
    {
        if (limit is < 1 or > MaxLimit) throw BridgeException.OfField("limit", $"1 to {MaxLimit}.");
        if (seller is not null) caller.DemandSeller(seller);
        if (after is not null && !CommandIds.IsOne(after)) throw BridgeException.OfField("after", "the next of the page before.");
        var query = new CommandQuery(
            seller is not null ? [seller] : caller.MayAll ? null : caller.Sellers, state is null ? null : State(state), after, limit + 1);

        var found = new SortedList<string, CommandView>(Comparer<string>.Create((a, b) => string.CompareOrdinal(b, a)));
        foreach (var live in table.Match(query).OrderByDescending(live => live.Id, StringComparer.Ordinal).Take(query.Limit))
            found[live.Id] = CommandAnswers.View(live, withOutcome: false);
        var rows = await store.PageAsync(query, ct);
        foreach (var row in rows)
        {
            // What is in memory is newer than its record, and may have come there since the look.
            if (table.Find(row.Head.Id) is { } live)
            {
                if (query.State is null || live.Shown.State == query.State) found[live.Id] = CommandAnswers.View(live, withOutcome: false);
            }
            // What has not ended is in memory: this one ended, and left it, after its record was read.
            else if (row.State.IsEnd() || await store.FindAsync(row.Head.Id, ct) is not { } ended) found[row.Head.Id] = CommandAnswers.View(row, withOutcome: false);
            else if (query.State is null || ended.State == query.State) found[row.Head.Id] = CommandAnswers.View(ended, withOutcome: false);
            else found.Remove(row.Head.Id);
        }

        // Records that memory knows better leave a page short: more may follow all the same, and nothing is shown here that comes after them.
        var last = rows.Count > limit ? rows[^1].Head.Id : null;
        var shown = last is null ? found.Values.ToList() : [.. found.Values.Where(view => string.CompareOrdinal(view.Id, last) >= 0)];
        return new CommandPage([.. shown.Take(limit)], shown.Count > limit ? shown[limit - 1].Id : last);
    }

    private static CommandState State(string text) => CommandStates.Read(text)
        ?? throw BridgeException.OfField("state", $"one of {string.Join(", ", CommandStates.Words)}.");

    private static BridgeException NotFound() =>
        new(ErrorCode.NotFound, "No such command for this token. The outcomes of reads are kept for minutes, those of writes for weeks.");
}
