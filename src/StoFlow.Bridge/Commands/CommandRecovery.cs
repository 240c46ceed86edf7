using System.Text.Json;
using StoFlow.Bridge.Lanes;
using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Sessions;
using StoFlow.Bridge.Storage;
using StoFlow.Protocol;
using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Commands;

/// <summary>
/// After a restart: writes that surely never left wait in their lanes again; those that left, or may have, wait for the word of their
/// browser. Runs before the first connection is taken.
/// </summary>
internal sealed partial class CommandRecovery(
    CommandServices services, LaneBook lanes, CommandTable table, BrowserBook browsers, CommandIds ids, ILogger<CommandRecovery> log)
{
    public async Task RunAsync(CancellationToken ct)
    {
        // Newest first and oldest first hold over a restart, also when the clock was set back meanwhile.
        if (await services.Store.LastIdAsync(ct) is { } last) ids.GoOnAfter(last);
        var (waiting, sent) = (0, 0);
        foreach (var row in await services.Store.UnendedAsync(ct))
        {
            var requests = row.Requests is null ? null : JsonSerializer.Deserialize(row.Requests, ProtocolJson.Relaxed.IReadOnlyListSiteRequest);
            var command = new LiveCommand(
                row.Head, isWrite: true, requests, lanes.Get(new LaneKey(row.Head.Seller, row.Head.Site)), services);
            table.Claim(command);
            table.Add(command);
            if (row.Browser is not { } browser)
            {
                command.Lane.Restore(command, sent: false);
                waiting++;
            }
            else
            {
                command.Recorded(browser, row.SentAt ?? row.Head.CreatedAt);
                command.RestoreSent();
                sent++;
                if (browsers.FindPaired(browser) is not { } identity)
                {
                    command.Start();
                    _ = command.FailAsync(ErrorCode.OutcomeUnknown, "Its browser was unpaired before it said how the write ended.");
                    continue;
                }

                command.Lane.Restore(command, sent: true);
                services.Sessions.GetOrAdd(identity).Adopt(command);
            }

            command.Start();
        }

        if (waiting + sent > 0) LogRestored(log, waiting, sent);
    }

    [LoggerMessage(1, LogLevel.Information, "After the restart {Waiting} writes wait for their turn and {Sent} for the word of their browser")]
    private static partial void LogRestored(ILogger logger, int waiting, int sent);
}
