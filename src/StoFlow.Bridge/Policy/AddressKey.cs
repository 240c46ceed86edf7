using System.Net;
using System.Net.Sockets;

namespace StoFlow.Bridge.Policy;

/// <summary>What counts as "one address" for limits: an IPv4 address, or the /64 of an IPv6 one, since a single host owns all of that.</summary>
internal static class AddressKey
{
    /// <summary>A short text that names the address in limits and in the audit list.</summary>
    public static string Of(IPAddress? address)
    {
        if (address is null) return "unknown";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(address)) return address.ToString();
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return $"{new IPAddress(bytes)}/64";
    }

    /// <summary>As <see cref="Of(IPAddress?)"/> for an address in text; text that is none stays as it is, cut to 64 characters.</summary>
    public static string Of(string? address) =>
        IPAddress.TryParse(address, out var parsed) ? Of(parsed) : address is null ? "unknown" : address[..Math.Min(64, address.Length)];
}
