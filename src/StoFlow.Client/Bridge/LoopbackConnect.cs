using System.Net;
using System.Net.Sockets;

namespace StoFlow.Client;

/// <summary>
/// Connects to <c>localhost</c> at 127.0.0.1, where a bridge listens unless told otherwise, and only then at ::1. The other way round, as names are
/// looked up, any account of the machine could listen at ::1 beside the bridge and be shown the token.
/// </summary>
internal static class LoopbackConnect
{
    public const string Name = "localhost";

    public static async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        try
        {
            return await OpenAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancel).ConfigureAwait(false);
        }
        catch (SocketException) when (Socket.OSSupportsIPv6)
        {
            return await OpenAsync(IPAddress.IPv6Loopback, context.DnsEndPoint.Port, cancel).ConfigureAwait(false);
        }
    }

    private static async Task<Stream> OpenAsync(IPAddress address, int port, CancellationToken cancel)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, port, cancel).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
