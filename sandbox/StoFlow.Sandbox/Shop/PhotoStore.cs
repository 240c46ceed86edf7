namespace StoFlow.Sandbox.Shop;

/// <summary>Uploaded photos: those not yet on an item, and the bytes up to a limit. Thread-safe.</summary>
internal sealed class PhotoStore(long bytesKept)
{
    private const int LooseLimit = 100_000;
    private readonly Lock _lock = new();
    private readonly Dictionary<long, Photo> _loose = [];
    private readonly Dictionary<long, byte[]> _bytes = [];
    private long _total;

    /// <summary>Keeps a new photo; false when too many lie around unused.</summary>
    public bool Add(Photo photo, byte[] bytes)
    {
        lock (_lock)
        {
            if (_loose.Count >= LooseLimit) return false;
            _loose[photo.Id] = photo;
            if (_total + bytes.Length <= bytesKept)
            {
                _bytes[photo.Id] = bytes;
                _total += bytes.Length;
            }

            return true;
        }
    }

    public Photo? Loose(long id)
    {
        lock (_lock) return _loose.GetValueOrDefault(id);
    }

    public Photo[] LooseOf(long accountId, string? tempUuid)
    {
        lock (_lock)
            return [.. _loose.Values.Where(p => p.AccountId == accountId && (tempUuid is null || string.Equals(p.TempUuid, tempUuid, StringComparison.Ordinal)))];
    }

    /// <summary>The photo is on an item now and cannot go on another.</summary>
    public void Assign(long id)
    {
        lock (_lock) _loose.Remove(id);
    }

    public byte[]? Bytes(long id)
    {
        lock (_lock) return _bytes.GetValueOrDefault(id);
    }

    public void Forget(long id)
    {
        lock (_lock)
        {
            _loose.Remove(id);
            if (_bytes.Remove(id, out var gone)) _total -= gone.Length;
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _loose.Clear();
            _bytes.Clear();
            _total = 0;
        }
    }
}
