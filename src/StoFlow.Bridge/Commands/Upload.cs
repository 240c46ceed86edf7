using StoFlow.Bridge.Policy;
using StoFlow.Bridge.Storage;

namespace StoFlow.Bridge.Commands;

/// <summary>A file on the bridge's disk that requests may name, and how many commands need it.</summary>
/// <param name="at">When it was made or found, as <see cref="HeardAt"/>.</param>
internal sealed class Upload(UploadRow row, bool isTransient, long at)
{
    private volatile UploadRow _row = row;
    private int _uses;
    private long _heardAt = at;

    public UploadRow Row => _row;

    /// <summary>It came with a call in base64 and is nobody's once that command has ended.</summary>
    public bool IsTransient => isTransient;

    public bool InUse => Volatile.Read(ref _uses) > 0;

    /// <summary>All of it is here; before that no request may name it.</summary>
    public bool IsWhole => _row.Received is null;

    /// <summary>Chunks are taken one after the other.</summary>
    public SemaphoreSlim Turn { get; } = new(1);

    public bool May(string seller) =>
        _row.Sellers.Contains(Caller.AllSellers, StringComparer.Ordinal) || _row.Sellers.Contains(seller, StringComparer.Ordinal);

    /// <summary>When a part of it came last, by the clock that nobody sets.</summary>
    public long HeardAt => Volatile.Read(ref _heardAt);

    /// <summary>More of it is here, or all of it (null).</summary>
    public void Receive(long? received, long at)
    {
        _row = _row with { Received = received };
        Volatile.Write(ref _heardAt, at);
    }

    public void Use() => Interlocked.Increment(ref _uses);

    /// <summary>True when nobody needs it any more.</summary>
    public bool Release() => Interlocked.Decrement(ref _uses) == 0;
}
