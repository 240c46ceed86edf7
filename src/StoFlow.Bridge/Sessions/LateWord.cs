using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Sessions;

/// <summary>What a browser says about commands that its session does not wait for any more. Implemented where the records are.</summary>
internal abstract class LateWord
{
    /// <summary>A result of a command that the bridge has ended, or does not know; completes when it may be acknowledged.</summary>
    public abstract Task TakeAsync(string browser, CommandResult result);

    /// <summary>The browser has begun, and never ended, a command that the bridge has ended; completes when it may be acknowledged.</summary>
    public abstract Task BegunAsync(string browser, string id);
}
