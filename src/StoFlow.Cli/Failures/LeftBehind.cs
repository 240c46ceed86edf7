using StoFlow.Cli.Settings;
using StoFlow.Client;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Cli.Failures;

/// <summary>What an interrupted run leaves at the bridge: a write that it took goes on without whoever asked for it.</summary>
internal static class LeftBehind
{
    private const int PageSize = 200;

    // Whoever pressed Ctrl-C wants to leave; a second one ends the tool at once.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ClockSlack = TimeSpan.FromSeconds(5);
    private static readonly CommandState[] Open = [.. Enum.GetValues<CommandState>().Where(state => !state.IsEnd())];

    /// <summary>As <see cref="FailureMap.Explain"/>; of an interrupted run also which write may still run, and how to find out.</summary>
    public static async Task<Failure> ExplainAsync(Call call, Exception problem, CancellationToken cancel)
    {
        var failure = FailureMap.Explain(problem, call.BridgeUrlText, cancel.IsCancellationRequested);
        if (failure.ExitCode != ExitCodes.Interrupted || !call.AskedBridge) return failure;
        try
        {
            using var patience = new CancellationTokenSource(Patience, call.Host.Time);
            var left = await WritesAsync(call, patience.Token);
            return left switch
            {
                [] => failure,
                [var one] => failure with
                {
                    Detail = $"{failure.Detail} Write {one.Id} was {one.State.Word()} and goes on without this tool. How it ends: stoflow commands show {one.Id} --wait 60s"
                        + (one.State is CommandState.Queued ? $"\nTo stop it while it waits: stoflow commands cancel {one.Id}" : ""),
                    CommandId = one.Id,
                },
                _ => failure with
                {
                    Detail = $"{failure.Detail} {left.Count} writes go on without this tool: {string.Join(", ", left.Select(write => write.Id))}. How each ends: stoflow commands show ID --wait 60s",
                },
            };
        }
        catch (Exception blind) when (blind is StoFlowException or OperationCanceledException or HttpRequestException or UsageException)
        {
            return failure with { Detail = $"{failure.Detail} The bridge does not say whether a write goes on; find out with: stoflow commands list" };
        }
    }

    // Since this run began: the tool does not know the ids of what has not answered.
    private static async Task<IReadOnlyList<CommandView>> WritesAsync(Call call, CancellationToken cancel)
    {
        var found = new List<CommandView>();
        foreach (var state in Open)
        {
            var page = await call.Bridge.ListCommandsAsync(call.Seller, state, limit: PageSize, cancel: cancel);
            found.AddRange(page.Commands.Where(command => command.Write && command.CreatedAt >= call.Began - ClockSlack));
        }

        return [.. found.DistinctBy(command => command.Id, StringComparer.Ordinal)];
    }
}
