using System.Net;

namespace StoFlow.Bridge.Policy;

/// <summary>One address to listen on, read from a URL of the settings.</summary>
/// <param name="Address">Null: every address of the machine.</param>
internal sealed record ListenAddress(string Url, bool Tls, IPAddress? Address, int Port, bool IsLocalhost)
{
    /// <summary>Nobody beyond this machine can reach it.</summary>
    public bool IsLoopback => IsLocalhost || (Address is not null && IPAddress.IsLoopback(Address));

    /// <summary>Reads a URL such as <c>http://127.0.0.1:8000</c>; port 0 takes a free one.</summary>
    /// <exception cref="ArgumentException">It is none; the message names the setting.</exception>
    public static ListenAddress Read(string url)
    {
        var tls = url.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        if (!tls && !url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)) throw Wrong(url, "it begins with neither http:// nor https://");
        var rest = url[(tls ? 8 : 7)..].TrimEnd('/');
        if (rest.Contains('/', StringComparison.Ordinal)) throw Wrong(url, "it has a path");
        var colon = rest.LastIndexOf(':');
        var hasPort = colon > rest.LastIndexOf(']');
        var host = hasPort ? rest[..colon] : rest;
        var port = tls ? 443 : 80;
        if (hasPort && !(int.TryParse(rest[(colon + 1)..], out port) && port is >= 0 and <= IPEndPoint.MaxPort))
            throw Wrong(url, "its port is not 0 to 65535");
        if (host is "*" or "+") return new ListenAddress(url, tls, null, port, IsLocalhost: false);
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return new ListenAddress(url, tls, IPAddress.Loopback, port, IsLocalhost: true);
        if (!IPAddress.TryParse(host.Trim('[', ']'), out var address)) throw Wrong(url, "its host is not an address of this machine, localhost or *");
        return new ListenAddress(url, tls, address, port, IsLocalhost: false);
    }

    private static ArgumentException Wrong(string url, string why) =>
        new($"urls: '{url}' is no address to listen on: {why}. Write it like http://127.0.0.1:8000.", nameof(url));
}
