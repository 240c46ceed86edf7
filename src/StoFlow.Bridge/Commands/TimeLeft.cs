using StoFlow.Bridge.Storage;

namespace StoFlow.Bridge.Commands;

/// <summary>
/// How long a command may still take, by whichever clock is there first. The wall clock may have been set back, and then its browser would have hours for what its
/// caller gave half a minute; the other one stands still while the machine sleeps, and begins anew with the bridge.
/// </summary>
internal sealed class TimeLeft(CommandHead head, TimeProvider time)
{
    private readonly long _began = time.GetTimestamp();
    private readonly TimeSpan _given = Least(head.Deadline - time.GetUtcNow(), head.Deadline - head.CreatedAt);

    /// <summary>Below zero once the deadline has passed.</summary>
    public TimeSpan Now => Least(head.Deadline - time.GetUtcNow(), _given - time.GetElapsedTime(_began));

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
