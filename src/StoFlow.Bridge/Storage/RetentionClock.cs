namespace StoFlow.Bridge.Storage;

/// <summary>
/// The time by which what is old is forgotten. It follows the wall clock, and never faster than twelve times the time that passes: whoever sets that clock a
/// month ahead, or starts a machine whose clock is wrong, has days to mend it before everything counts as old.
/// </summary>
internal sealed class RetentionClock
{
    private const int Fastest = 12;

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private DateTimeOffset _now;
    private long _mark;

    /// <param name="lastKnown">The newest time in the store, of the run before.</param>
    public RetentionClock(DateTimeOffset? lastKnown, TimeProvider time)
    {
        (_time, _mark) = (time, time.GetTimestamp());
        var wall = time.GetUtcNow();
        _now = lastKnown < wall ? lastKnown.Value : wall;
    }

    /// <summary>Never later than the wall clock.</summary>
    public DateTimeOffset Now
    {
        get
        {
            lock (_lock)
            {
                var (wall, mark) = (_time.GetUtcNow(), _time.GetTimestamp());
                var latest = _now + (_time.GetElapsedTime(_mark, mark) * Fastest);
                (_now, _mark) = (wall < latest ? wall : latest, mark);
                return _now;
            }
        }
    }
}
