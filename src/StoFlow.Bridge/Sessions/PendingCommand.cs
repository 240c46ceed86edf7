using StoFlow.Bridge.Wire;
using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Sessions;

/// <summary>A command as lanes and sessions see it: what is to be sent, and whom to tell what became of it.</summary>
internal abstract class PendingCommand
{
    public abstract string Id { get; }

    public abstract string Seller { get; }

    /// <summary>The host whose lane it waits in.</summary>
    public abstract string Site { get; }

    public abstract bool IsWrite { get; }

    /// <summary>How many requests it holds: what it costs of the lane's pace.</summary>
    public abstract int Requests { get; }

    /// <summary>How many of them may run at once, where the lane lets so many: 1 for those that go one after the other.</summary>
    public abstract int AtOnce { get; }

    /// <summary>The browser that the caller named; null leaves the choice to the bridge.</summary>
    public abstract string? AskedBrowser { get; }

    /// <summary>It has ended, or its caller asked to cancel it: it must not leave any more.</summary>
    public abstract bool MustNotLeave { get; }

    /// <summary>The browser said that it began: a write that it does not hold any more may have run.</summary>
    public abstract bool HasBegun { get; }

    /// <summary>Whether it gives up waiting when its lane stops until <paramref name="until"/> (null: until somebody resumes it).</summary>
    public abstract bool LeavesPausedLane(DateTimeOffset? until);

    /// <summary>The message, with the time that is left now.</summary>
    public abstract Command Message(int parallel, int gapMs);

    /// <summary>What the browser may fetch while it runs the command.</summary>
    public abstract IReadOnlyList<BodySource> Bodies { get; }

    /// <summary>Records that it is about to leave for a browser; false when it ended meanwhile or could not be recorded.</summary>
    public abstract ValueTask<bool> MarkSentAsync(string browser);

    /// <summary>The browser began.</summary>
    public abstract void Begun();

    /// <summary>The browser says how it ended; completes when that is durable.</summary>
    public abstract Task EndedAsync(CommandResult result);

    /// <summary>It ends without the browser's word; completes when that is durable.</summary>
    public abstract Task FailAsync(string code, string detail);

    /// <summary>The browser proved that it never began it: it waits in its lane again.</summary>
    public abstract void GiveBack();
}
