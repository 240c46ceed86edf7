using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;

namespace StoFlow.Bridge.Policy;

/// <summary>
/// The names that a <c>Host</c> header may carry. A page that has its own name rebound to this machine still sends its own name, and is
/// refused for it; nothing else tells such a request from an honest one.
/// </summary>
internal sealed class HostList(BridgeOptions options, IServer server)
{
    private static readonly string[] LoopbackNames = ["localhost", "127.0.0.1", "[::1]"];

    private volatile HashSet<string>? _hosts;

    /// <summary>Whether a request may name this host.</summary>
    public bool Allows(HostString host, ConnectionInfo connection, bool https)
    {
        if (!host.HasValue || host.Value.Length > 260) return false;
        var hosts = _hosts ??= Read();
        if (hosts.Contains(host.Value) || hosts.Contains(host.Host)) return true;
        var port = host.Port ?? (https ? 443 : 80);
        if (host.Port is null && hosts.Contains($"{host.Host}:{port}")) return true;

        // An address cannot be rebound: naming the very address and port the connection came to is honest.
        return port == connection.LocalPort && connection.LocalIpAddress is { } local
            && host.Host.Trim('[', ']') == (local.IsIPv4MappedToIPv6 ? local.MapToIPv4() : local).ToString();
    }

    /// <summary>What is wrong with an entry of <c>hosts</c>, which then is never what a <c>Host</c> header holds; null when nothing is.</summary>
    internal static string? Fault(string entry)
    {
        var host = new HostString(entry);
        var good = Ascii.IsValid(entry)
            && Uri.CheckHostName(host.Host.Trim('[', ']')) != UriHostNameType.Unknown
            && host.Host.Contains(':', StringComparison.Ordinal) == entry.StartsWith('[')
            && entry == (host.Port is { } port ? $"{host.Host}:{port}" : host.Host);
        return good ? null : $"Hosts: '{entry}' is no host name. Write it like bridge.example, or bridge.example:8443 for that port alone.";
    }

    private HashSet<string> Read()
    {
        var hosts = new HashSet<string>(options.Hosts, StringComparer.OrdinalIgnoreCase);
        foreach (var bound in server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
        {
            var address = BindingAddress.Parse(bound);
            foreach (var name in LoopbackNames) hosts.Add($"{name}:{address.Port}");
            if (address.Host is not ("*" or "+" or "0.0.0.0" or "[::]")) hosts.Add($"{address.Host}:{address.Port}");
        }

        return hosts;
    }
}
