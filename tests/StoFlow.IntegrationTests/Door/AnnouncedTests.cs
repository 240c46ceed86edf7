using System.Net;
using System.Net.Sockets;
using System.Text;
using StoFlow.IntegrationTests.Bridge;

namespace StoFlow.IntegrationTests.Door;

/// <summary>What callers only announce. Alone, as memory is counted over the whole process.</summary>
[Collection("alone")]
public sealed class AnnouncedTests
{
    private const int Callers = 40;
    private const long Most = 256L * 1024 * 1024;

    private static CancellationToken Ct => TestBridge.Ct;

    [Fact]
    public async Task What_is_announced_and_not_sent_takes_no_memory()
    {
        await using var bridge = await Visitor.BridgeAsync();
        var before = GC.GetTotalAllocatedBytes();
        var slow = new List<TcpClient>();
        try
        {
            for (var i = 0; i < Callers; i++)
            {
                var tcp = new TcpClient();
                slow.Add(tcp);
                await tcp.ConnectAsync(IPAddress.Loopback, bridge.Url.Port, Ct);
                await tcp.GetStream().WriteAsync(
                    Encoding.ASCII.GetBytes(
                        $"POST /api/commands HTTP/1.1\r\nHost: 127.0.0.1:{bridge.Url.Port}\r\nAuthorization: {bridge.Http.DefaultRequestHeaders.Authorization}\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 16000000\r\n\r\n{"),
                    Ct);
            }

            await Task.Delay(500, Ct);
            Assert.Equal(200, (await bridge.Http.SayAsync("GET", "/api/me")).Status);

            // What the callers announced is more than half a gigabyte.
            Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, Most);
        }
        finally
        {
            slow.ForEach(tcp => tcp.Dispose());
        }
    }
}
