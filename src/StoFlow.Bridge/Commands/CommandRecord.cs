using StoFlow.Bridge.Storage;

namespace StoFlow.Bridge.Commands;

/// <summary>The record of a write on disk, kept up as the write goes on.</summary>
/// <param name="id">The command.</param>
/// <param name="accepted">Completes when the record is there; an end may come before that.</param>
internal sealed class CommandRecord(string id, Task accepted, CommandServices services)
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    private string? _browser;

    /// <summary>Its end is on disk, or need not be. Read under the command's lock: who sees that it has ended sees this, too.</summary>
    public Task Durable { get; private set; } = Task.CompletedTask;

    /// <summary>It says already that the command left, or may have left, for this browser.</summary>
    public void Names(string browser) => _browser = browser;

    /// <summary>The command is about to leave for a browser.</summary>
    /// <exception cref="BridgeException"><c>storage_unavailable</c>.</exception>
    public async ValueTask MarkSentAsync(string browser, DateTimeOffset at)
    {
        if (_browser == browser) return;
        await services.Store.MarkSentAsync(id, browser, at);
        _browser = browser;
    }

    /// <summary>The command ended.</summary>
    public Task EndAsync(CommandOutcome outcome) => Durable = StoreAsync(() => services.Store.EndAsync(Ending.Record(id, outcome)));

    /// <summary>How it ended was unknown and is known now.</summary>
    public Task SettleAsync(CommandOutcome outcome, string browser) =>
        Durable = StoreAsync(() => services.Store.SettleAsync(Ending.Record(id, outcome), browser));

    // An end must reach the disk however long that takes: until then the plugin keeps it in its journal.
    private async Task StoreAsync(Func<Task> store)
    {
        await accepted;
        while (true)
        {
            try
            {
                await store();
                return;
            }
            catch (BridgeException problem) when (problem.InnerException is not System.Threading.Channels.ChannelClosedException)
            {
                await Task.Delay(Retry, services.Time, CancellationToken.None);
            }
        }
    }
}
