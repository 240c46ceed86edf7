using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Sessions;
using StoFlow.Bridge.Storage;
using StoFlow.Protocol;
using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Commands;

/// <summary>A browser's word on commands that its session does not wait for: it may settle an end that was unknown, or prove that one left of which no record says so.</summary>
internal sealed class LateResults(CommandTable table, ICommandStore store, BrowserBook browsers, CommandNews news, TimeProvider time) : LateWord
{
    /// <inheritdoc/>
    public override async Task TakeAsync(string browser, CommandResult result)
    {
        if (table.Find(result.Id) is { } live)
        {
            await AdoptAsync(live, browser);
            await live.SettleAsync(result, browser);
            return;
        }

        if (await store.FindAsync(result.Id, CancellationToken.None) is not { } row || row.Browser != browser) return;
        var outcome = Ending.Of(row.Head, isWrite: true, begun: false, asked: null, result, time.GetUtcNow()) with { SettledBy = "journal" };
        if (await store.SettleAsync(Ending.Record(row.Head.Id, outcome), browser)) news.Settled(row, outcome);
    }

    /// <inheritdoc/>
    public override async Task BegunAsync(string browser, string id)
    {
        if (table.Find(id) is not { } live) return;
        if (await AdoptAsync(live, browser)) await live.FailAsync(ErrorCode.OutcomeUnknown, "The browser began it and stopped before its end.");
        // Before its end nothing is acknowledged: the journal's word may be all that keeps it from running again.
        await ((Task)live.Ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await live.Durable;
    }

    // It waits, and the browser holds it all the same: the store was put back from a backup made before it left. Sent again, it would run twice.
    private async ValueTask<bool> AdoptAsync(LiveCommand live, string browser) =>
        live is { IsWrite: true, State: CommandState.Queued } && (live.Browser is null || live.Browser == browser)
        && browsers.Get(browser)?.Seller == live.Seller && await live.MarkSentAsync(browser);
}
