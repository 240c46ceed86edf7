namespace StoFlow.Bridge.Commands;

/// <summary>
/// A back end is shut out, and what it asked for and has not begun goes with it: whoever stole a token may have left an hour of deletes in the queue.
/// </summary>
internal sealed class BackendDeparture(CommandTable commands)
{
    /// <summary>Completes when all that could be cancelled is.</summary>
    /// <param name="owner">Whose, by its first token.</param>
    public Task RunAsync(string owner) => commands.CancelAsync(command => command.Head.Owner == owner);
}
