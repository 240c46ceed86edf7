using StoFlow.Protocol;

namespace StoFlow.Bridge.Commands;

/// <summary>Which state may follow which: the one table. An end never leads back to a running command; only <c>unknown</c> may be settled later.</summary>
internal static class CommandTransitions
{
    private static readonly CommandState[] Ends =
        [CommandState.Done, CommandState.Failed, CommandState.Cancelled, CommandState.Expired, CommandState.Unknown];

    private static readonly Dictionary<CommandState, CommandState[]> Next = new()
    {
        [CommandState.Queued] = [CommandState.Sent, CommandState.Failed, CommandState.Cancelled, CommandState.Expired, CommandState.Done],
        // Back to queued: the browser proved that it never began it.
        [CommandState.Sent] = [CommandState.Queued, CommandState.Running, .. Ends],
        [CommandState.Running] = [CommandState.Queued, CommandState.Done, CommandState.Failed, CommandState.Cancelled, CommandState.Unknown],
        [CommandState.Unknown] = [CommandState.Done, CommandState.Failed, CommandState.Cancelled, CommandState.Expired],
        [CommandState.Done] = [],
        [CommandState.Failed] = [],
        [CommandState.Cancelled] = [],
        [CommandState.Expired] = [],
    };

    /// <summary>Whether <paramref name="to"/> may follow <paramref name="from"/>.</summary>
    public static bool May(CommandState from, CommandState to) => Next[from].AsSpan().Contains(to);
}
