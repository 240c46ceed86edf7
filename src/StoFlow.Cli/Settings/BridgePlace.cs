using System.Net;
using StoFlow.Bridge;

namespace StoFlow.Cli.Settings;

/// <summary>Whether an address of this machine is that of the bridge which runs on a data folder.</summary>
internal static class BridgePlace
{
    /// <summary>Whether the bridge that holds the folder's lock said that it listens there.</summary>
    public static bool Is(Uri bridge, string data) => DataFolder.HasBridge(data) && AddressFile.Read(data).Any(listens => Fits(bridge, listens));

    private static bool Fits(Uri bridge, string listens)
    {
        if (!Uri.TryCreate(listens, UriKind.Absolute, out var known) || known.Port != bridge.Port) return false;
        if (Address(bridge.Host) is not { } asked || Address(known.Host) is not { } bound) return bridge.Host == known.Host;
        return bound.Equals(asked) || bound.Equals(IPAddress.IPv6Any) || (bound.Equals(IPAddress.Any) && asked.AddressFamily == bound.AddressFamily);
    }

    // localhost is 127.0.0.1 first; so the client takes it.
    private static IPAddress? Address(string host) =>
        host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(host.Trim('[', ']'), out var address) ? address : null;
}
