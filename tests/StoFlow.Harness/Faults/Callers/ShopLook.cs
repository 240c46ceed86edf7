using System.Text.Json;
using StoFlow.Client;
using StoFlow.Harness.Faults.Judging;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Harness.Faults.Callers;

/// <summary>Looks at the shop, through the bridge and the browser like any back end, to settle an unknown outcome. Never at the ledger.</summary>
internal sealed class ShopLook(SellerLane lane)
{
    /// <summary>One look; null when the shop cannot be seen just then.</summary>
    public static async Task<ReadBackResult?> TryAsync(Attempt attempt, Func<CancellationToken, Task<ReadBackResult>> look, CancellationToken ct)
    {
        try
        {
            var seen = await look(ct);
            attempt.Note($"look: {seen.Answer}, {seen.Why}");
            return seen;
        }
        catch (StoFlowException problem)
        {
            attempt.Note($"looking: {problem.Code}");
            return null;
        }
    }

    public Task<ReadBackResult> AtItem(WriteKind kind, long itemId, ItemText item, CancellationToken ct) => kind switch
    {
        WriteKind.Update => lane.Typed.ReadBack.ResolveUpdateAsync(itemId, new ItemChanges { Title = item.Title, Price = item.Price }, ct),
        WriteKind.Hide or WriteKind.Show => lane.Typed.ReadBack.ResolveHiddenAsync(itemId, kind is WriteKind.Hide, ct),
        _ => lane.Typed.ReadBack.ResolveDeleteAsync(itemId, ct),
    };

    public Task<ReadBackResult> AtNewItem(Attempt attempt, ItemText item, bool draft, CancellationToken ct) =>
        lane.Typed.ReadBack.ResolveCreateAsync(item.AsNew, attempt.StartedAt, draft: draft, cancel: ct);

    /// <summary>The site lists the photos that are on no item yet, by the session that they were uploaded in.</summary>
    public async Task<ReadBackResult> AtPhoto(ItemText item, string session, CancellationToken ct)
    {
        var answer = await lane.Raw.ExecuteAsync(
            new ExecuteRequest(CommandAction.Request, lane.Seller, Site: lane.Site, TimeoutMs: 10_000, Request: item.Uploads(session)), cancel: ct);
        if (answer is not { Success: true, Data: { } data }) throw new StoFlowException(ErrorCode.Network, "The list of photos cannot be read.");
        return data.GetProperty("photos").EnumerateArray().Select(photo => (JsonElement?)photo).FirstOrDefault() is { } found
            ? new ReadBackResult(ReadBackAnswer.Happened, "The photo is there.", found.GetProperty("id").GetInt64())
            : new ReadBackResult(ReadBackAnswer.DidNotHappen, "No photo of this session is there.");
    }
}
