using System.Net;
using System.Net.Sockets;
using System.Text;
using StoFlow.IntegrationTests.Bridge;

namespace StoFlow.IntegrationTests.Door;

/// <summary>Bytes as an attacker writes them, and all that comes back until the bridge is silent or closes.</summary>
internal static class RawCall
{
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static Task<string> SayAsync(Uri bridge, string bytes) => SayAsync(bridge, Encoding.Latin1.GetBytes(bytes));

    public static async Task<string> SayAsync(Uri bridge, ReadOnlyMemory<byte> bytes)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, bridge.Port, TestBridge.Ct);
        var stream = tcp.GetStream();
        await stream.WriteAsync(bytes, TestBridge.Ct);
        return await ListenAsync(stream);
    }

    /// <summary>All that comes: a first word has its time, after it a short silence is the end.</summary>
    public static async Task<string> ListenAsync(NetworkStream stream)
    {
        var said = new StringBuilder();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestBridge.Ct);
            deadline.CancelAfter(said.Length == 0 ? Patience : Silence);
            try
            {
                var read = await stream.ReadAsync(buffer, deadline.Token);
                if (read == 0) return said.ToString();
                said.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
            catch (Exception ended) when (ended is IOException || (ended is OperationCanceledException && said.Length > 0))
            {
                return said.ToString();
            }
        }
    }
}
