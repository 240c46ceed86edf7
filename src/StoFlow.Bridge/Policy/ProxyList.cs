using System.Net;

namespace StoFlow.Bridge.Policy;

/// <summary>The operator's own reverse proxies. Many callers share their addresses, so limits per address leave them out.</summary>
public sealed class ProxyList
{
    private readonly List<IPNetwork> _networks = [];

    /// <summary>Reads addresses and networks.</summary>
    /// <exception cref="ArgumentException">One is neither.</exception>
    public ProxyList(BridgeOptions options)
    {
        foreach (var text in options.Door.KnownProxies)
            _networks.Add(Read(text) ?? throw new ArgumentException(Fault(text), nameof(options)));
    }

    /// <summary>The networks, for the forwarded-headers middleware.</summary>
    public IReadOnlyList<IPNetwork> Networks => _networks;

    /// <summary>Whether limits per address make no sense here: loopback, or one of the proxies.</summary>
    public bool IsOwn(IPAddress address) => IPAddress.IsLoopback(address) || IsProxy(address);

    /// <summary>What is wrong with an entry of the list; null when nothing is.</summary>
    internal static string? Fault(string text) =>
        Read(text) is null ? $"known_proxies: '{text}' is neither an address nor a network such as 10.0.0.0/8." : null;

    private static IPNetwork? Read(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;

    private bool IsProxy(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        foreach (var network in _networks)
            if (network.Contains(address)) return true;
        return false;
    }
}
