namespace StoFlow.Bridge.Pairing;

/// <summary>The last wrong codes of one address, or of all.</summary>
internal sealed class WrongTries(int allowed)
{
    private readonly Queue<DateTimeOffset> _times = new();

    /// <summary>Nothing is looked up before.</summary>
    public DateTimeOffset BlockedUntil { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>Nothing about it matters any more.</summary>
    public bool IsOver(DateTimeOffset now) => BlockedUntil <= now && (_times.Count == 0 || now - _times.Last() > PairingBook.Life);

    public void Add(DateTimeOffset now)
    {
        while (_times.TryPeek(out var oldest) && (now - oldest > PairingBook.Life || _times.Count >= allowed)) _times.Dequeue();
        _times.Enqueue(now);
        if (_times.Count >= allowed) BlockedUntil = now + PairingThrottle.Pause;
    }
}
