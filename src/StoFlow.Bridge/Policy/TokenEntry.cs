namespace StoFlow.Bridge.Policy;

/// <summary>A token in memory: the current record, when it was last used, and the signal that ends its live requests.</summary>
internal sealed class TokenEntry(TokenRecord record) : IDisposable
{
    private volatile CancellationTokenSource _ended = new();
    private long _lastUsed = record.LastUsedAt?.ToUnixTimeMilliseconds() ?? 0;
    private volatile TokenRecord _record = record;
    private volatile Caller _caller = Of(record);
    private volatile CancellationTokenSource _reach = new();

    /// <summary>Replaced as a whole whenever something about it changes.</summary>
    public TokenRecord Record
    {
        get => _record;
        set => _record = value;
    }

    /// <summary>What requests carry.</summary>
    public Caller Caller => _caller;

    /// <summary>Signalled when the token reaches fewer sellers than before. Take it before <see cref="Caller"/>: it then holds for that one.</summary>
    public CancellationToken Reach => _reach.Token;

    /// <summary>Signalled when the token is revoked or has expired.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Unix milliseconds; 0 when never.</summary>
    public long LastUsed => Volatile.Read(ref _lastUsed);

    /// <summary>The last use that is on disk; for the sweep alone.</summary>
    public long LastWritten { get; set; } = record.LastUsedAt?.ToUnixTimeMilliseconds() ?? 0;

    public void Used(DateTimeOffset now) => Volatile.Write(ref _lastUsed, now.ToUnixTimeMilliseconds());

    public void End() => _ended.Cancel();

    /// <summary>It is good: what ended it was a clock that was ahead for a while, and whoever carries it now is not to be cut off.</summary>
    public void Renew()
    {
        var ended = _ended;
        // A revocation is in the record before it ends anything; one that came meanwhile has ended the old signal alone.
        if (!ended.IsCancellationRequested || _record.RevokedAt is not null) return;
        Interlocked.CompareExchange(ref _ended, new CancellationTokenSource(), ended);
        if (_record.RevokedAt is not null) End();
    }

    /// <summary>The record with fewer sellers; what follows the old ones for long ends.</summary>
    public void Narrow(TokenRecord narrowed)
    {
        var before = _reach;
        (_record, _caller) = (narrowed, Of(narrowed));
        _reach = new CancellationTokenSource();
        before.Cancel();
    }

    public void Dispose()
    {
        _ended.Dispose();
        _reach.Dispose();
    }

    private static Caller Of(TokenRecord record) => new(record.Id, record.Name, record.Scope, record.Sellers);
}
