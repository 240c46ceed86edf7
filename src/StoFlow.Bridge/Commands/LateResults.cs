using StoFlow.Bridge.Sessions;
using StoFlow.Bridge.Storage;
using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Commands;

/// <summary>A browser's word on commands that have ended here: it may settle an end that was unknown.</summary>
internal sealed class LateResults(CommandTable table, ICommandStore store, CommandNews news, TimeProvider time) : LateWord
{
    /// <inheritdoc/>
    public override async Task TakeAsync(string browser, CommandResult result)
    {
        if (table.Find(result.Id) is { } live)
        {
            await live.SettleAsync(result, browser);
            return;
        }

        if (await store.FindAsync(result.Id, CancellationToken.None) is not { } row || row.Browser != browser) return;
        var outcome = Ending.Of(row.Head, isWrite: true, begun: false, asked: null, result, time.GetUtcNow()) with { SettledBy = "journal" };
        if (await store.SettleAsync(Ending.Record(row.Head.Id, outcome), browser)) news.Settled(row, outcome);
    }

    /// <inheritdoc/>
    public override Task BegunAsync(string browser, string id) => table.Find(id)?.Durable ?? Task.CompletedTask;
}
