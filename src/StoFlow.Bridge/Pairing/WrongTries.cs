namespace StoFlow.Bridge.Pairing;

/// <summary>The last wrong codes of one address, or of all. Times are of a clock that only runs: by one that is set back nobody could pair for as long.</summary>
internal sealed class WrongTries(int allowed)
{
    private readonly Queue<TimeSpan> _times = new();

    /// <summary>Nothing is looked up before.</summary>
    public TimeSpan BlockedUntil { get; private set; } = TimeSpan.MinValue;

    /// <summary>Nothing about it matters any more.</summary>
    public bool IsOver(TimeSpan now) => BlockedUntil <= now && (_times.Count == 0 || now - _times.Last() > PairingBook.Life);

    public void Add(TimeSpan now)
    {
        while (_times.TryPeek(out var oldest) && (now - oldest > PairingBook.Life || _times.Count >= allowed)) _times.Dequeue();
        _times.Enqueue(now);
        if (_times.Count >= allowed) BlockedUntil = now + PairingThrottle.Pause;
    }
}
