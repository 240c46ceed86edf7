using System.Net;

namespace StoFlow.Bridge.Policy;

/// <summary>Counts plugin sockets that have not proved who they are, so that strangers cannot hold all places.</summary>
public sealed class UnidentifiedSockets(BridgeOptions options, ProxyList proxies)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _perAddress = new(StringComparer.Ordinal);
    private int _total;

    /// <summary>How many there are now.</summary>
    public int Count
    {
        get { lock (_lock) return _total; }
    }

    /// <summary>A place, to be given back once the browser is welcomed or the socket closed; null when there is none left.</summary>
    public IDisposable? TryEnter(IPAddress? remote)
    {
        var key = remote is null || proxies.IsOwn(remote) ? null : AddressKey.Of(remote);
        lock (_lock)
        {
            if (_total >= options.Door.MaxUnidentified) return null;
            if (key is not null)
            {
                var held = _perAddress.GetValueOrDefault(key);
                if (held >= options.Door.MaxUnidentifiedPerAddress) return null;
                _perAddress[key] = held + 1;
            }

            _total++;
        }

        return new Place(this, key);
    }

    private void Leave(string? key)
    {
        lock (_lock)
        {
            _total--;
            if (key is null) return;
            if (_perAddress[key] == 1) _perAddress.Remove(key);
            else _perAddress[key]--;
        }
    }

    private sealed class Place(UnidentifiedSockets sockets, string? key) : IDisposable
    {
        private UnidentifiedSockets? _sockets = sockets;

        public void Dispose() => Interlocked.Exchange(ref _sockets, null)?.Leave(key);
    }
}
