namespace StoFlow.Bridge.Commands;

/// <summary>
/// A room that all share. Whoever holds some may not come to hold more than three times what is left: alone that is three quarters of it, and a part stays
/// free for whoever comes next.
/// </summary>
/// <param name="room">How much there is in all.</param>
internal sealed class FairShare(long room)
{
    private const int Times = 3;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _held = new(StringComparer.Ordinal);
    private long _all;

    /// <summary>How much is held in all.</summary>
    public long All => Volatile.Read(ref _all);

    /// <summary>Whether somebody may have so much more.</summary>
    public ShareAnswer Ask(string who, long amount)
    {
        lock (_lock) return Ask_NeedsLock(who, amount);
    }

    /// <summary>As <see cref="Ask"/>, and takes it if so.</summary>
    public ShareAnswer TryTake(string who, long amount)
    {
        lock (_lock)
        {
            var answer = Ask_NeedsLock(who, amount);
            if (answer == ShareAnswer.Yes) Take_NeedsLock(who, amount);
            return answer;
        }
    }

    /// <summary>It is there already, whatever its share.</summary>
    public void Take(string who, long amount)
    {
        lock (_lock) Take_NeedsLock(who, amount);
    }

    /// <summary>Gives so much back.</summary>
    public void Give(string who, long amount)
    {
        lock (_lock)
        {
            _all -= amount;
            var left = _held.GetValueOrDefault(who) - amount;
            if (left == 0) _held.Remove(who);
            else _held[who] = left;
        }
    }

    private ShareAnswer Ask_NeedsLock(string who, long amount)
    {
        var left = room - _all - amount;
        if (left < 0) return ShareAnswer.Full;
        var held = _held.GetValueOrDefault(who);
        return held > 0 && held + amount > Times * left ? ShareAnswer.TooMuch : ShareAnswer.Yes;
    }

    private void Take_NeedsLock(string who, long amount)
    {
        _all += amount;
        _held[who] = _held.GetValueOrDefault(who) + amount;
    }
}
