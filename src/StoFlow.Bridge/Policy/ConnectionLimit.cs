using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace StoFlow.Bridge.Policy;

/// <summary>Caps the open connections of one address, so that one machine alone cannot take all of them.</summary>
internal sealed class ConnectionLimit(BridgeOptions options, ProxyList proxies)
{
    private readonly ConcurrentDictionary<string, int> _open = new(StringComparer.Ordinal);

    /// <summary>Runs a connection, or ends it at once when its address holds too many.</summary>
    public async Task RunAsync(ConnectionDelegate next, ConnectionContext connection)
    {
        if ((connection.RemoteEndPoint as IPEndPoint)?.Address is not { } remote || proxies.IsOwn(remote))
        {
            await next(connection);
            return;
        }

        var key = AddressKey.Of(remote);
        try
        {
            if (_open.AddOrUpdate(key, 1, static (_, held) => held + 1) > options.Door.MaxConnectionsPerAddress)
            {
                connection.Abort();
                return;
            }

            await next(connection);
        }
        finally
        {
            if (_open.AddOrUpdate(key, 0, static (_, held) => held - 1) == 0) _open.TryRemove(KeyValuePair.Create(key, 0));
        }
    }
}
