using StoFlow.Bridge.Policy;

namespace StoFlow.Bridge.Commands;

/// <summary>A checked command, who asks for it, and how.</summary>
/// <param name="Key">Its idempotency key.</param>
/// <param name="IsInteractive">The caller waits on the line: it hears at once that nobody is there or that the lane stands still.</param>
internal sealed record AskedCommand(CommandDraft Draft, Caller Caller, string? Key, bool IsInteractive)
{
    /// <summary>Whose its key is; null without one.</summary>
    public CommandKey? FullKey => Key is null ? null : new CommandKey(Draft.Seller, Caller.KeyOwner, Key);
}
