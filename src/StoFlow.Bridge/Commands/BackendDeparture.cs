using StoFlow.Bridge.Storage;

namespace StoFlow.Bridge.Commands;

/// <summary>
/// A back end is shut out, and what it asked for and has not begun goes with it: whoever stole a token may have left an hour of deletes in the queue.
/// </summary>
internal sealed class BackendDeparture(CommandTable commands)
{
    /// <summary>Completes when all that could be cancelled is. The last in the queue goes first, so that none moves up meanwhile.</summary>
    /// <param name="owner">Whose, by its first token.</param>
    public Task RunAsync(string owner) => Task.WhenAll(
        commands.Match(new CommandQuery(Sellers: null, State: null, After: null, Limit: int.MaxValue))
            .Where(command => command.Head.Owner == owner && !CommandTransitions.IsEnd(command.State))
            .OrderByDescending(command => command.Id, StringComparer.Ordinal)
            .Select(command => command.CancelAsync()));
}
