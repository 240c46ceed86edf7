using StoFlow.Bridge.Policy;
using StoFlow.Bridge.Storage;

namespace StoFlow.Bridge.Commands;

/// <summary>A file on the bridge's disk that requests may name, and how many commands need it.</summary>
internal sealed class Upload(UploadRow row, bool isTransient)
{
    private int _uses;

    public UploadRow Row => row;

    /// <summary>It came with a call in base64 and is nobody's once that command has ended.</summary>
    public bool IsTransient => isTransient;

    public bool InUse => Volatile.Read(ref _uses) > 0;

    public bool May(string seller) =>
        row.Sellers.Contains(Caller.AllSellers, StringComparer.Ordinal) || row.Sellers.Contains(seller, StringComparer.Ordinal);

    public void Use() => Interlocked.Increment(ref _uses);

    /// <summary>True when nobody needs it any more.</summary>
    public bool Release() => Interlocked.Decrement(ref _uses) == 0;
}
