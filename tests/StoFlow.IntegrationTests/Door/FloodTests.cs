using System.Net;
using System.Net.Sockets;
using System.Text;
using StoFlow.Bridge.Policy;
using StoFlow.IntegrationTests.Bridge;

namespace StoFlow.IntegrationTests.Door;

/// <summary>Too much of everything, from somebody without a token and from somebody with one: the bridge stays up and goes on answering.</summary>
public sealed class FloodTests
{
    private const long Gigabyte = 1024L * 1024 * 1024;
    private const int Idle = 5_000;

    private static CancellationToken Ct => TestBridge.Ct;

    [Theory]
    [InlineData("/api/plugin/execute", "application/json", true)]
    [InlineData("/api/commands", "application/json", true)]
    [InlineData("/api/tokens", "application/json", true)]
    [InlineData("/api/uploads", "image/jpeg", true)]
    [InlineData("/api/plugin/execute", "application/json", false)]
    [InlineData("/api/uploads", "image/jpeg", false)]
    public async Task A_body_of_a_gigabyte_is_cut_off_early(string path, string type, bool withToken)
    {
        await using var bridge = await Visitor.BridgeAsync();
        foreach (var chunked in new[] { false, true })
        {
            using var tcp = new TcpClient();
            await tcp.ConnectAsync(IPAddress.Loopback, bridge.Url.Port, Ct);
            var stream = tcp.GetStream();
            var length = chunked ? "Transfer-Encoding: chunked" : $"Content-Length: {Gigabyte}";
            var token = withToken ? $"Authorization: {bridge.Http.DefaultRequestHeaders.Authorization}\r\n" : "";
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{bridge.Url.Port}\r\n{token}Content-Type: {type}\r\n{length}\r\n\r\n"), Ct);
            var sent = await PourAsync(stream, chunked);

            // Who may call is heard out up to 256 MiB, so that an honest mistake gets its answer.
            Assert.True(sent < (withToken && chunked ? 3 : 1) * Gigabyte / 8, $"{path} took {sent} bytes");
        }

        Assert.Equal(200, (await bridge.Http.SayAsync("GET", "/api/me")).Status);
        Assert.Empty(bridge.Faults);
    }

    [Fact]
    public async Task Thousands_of_idle_sockets_hold_up_nobody_and_are_cut()
    {
        await using var bridge = await Visitor.BridgeAsync(new DoorOptions { IdleTimeoutMs = 5_000, HeadersTimeoutMs = 1_000 });
        var idle = new List<Socket>(Idle);
        try
        {
            for (var i = 0; i < Idle; i++) idle.Add(await ConnectAsync(bridge.Url));

            Assert.Equal(200, (await bridge.Http.SayAsync("GET", "/api/me")).Status);

            // Kestrel looks once a second; all of them hear the end without having said a word.
            var ended = await Task.WhenAll(idle.Select(EndsAsync)).WaitAsync(TimeSpan.FromSeconds(60), Ct);
            Assert.Equal(Idle, ended.Count(cut => cut));
            Assert.Equal(200, (await bridge.Http.SayAsync("GET", "/api/me")).Status);
        }
        finally
        {
            foreach (var socket in idle) socket.Dispose();
        }
    }

    [Fact]
    public async Task Headers_that_trickle_in_are_cut_though_something_always_comes()
    {
        await using var bridge = await Visitor.BridgeAsync(new DoorOptions { HeadersTimeoutMs = 500 });
        var slow = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => ConnectAsync(bridge.Url)));

        var trickling = Task.WhenAll(slow.Select(TrickleAsync));
        Assert.Equal(200, (await bridge.Http.SayAsync("GET", "/api/me")).Status);

        Assert.All(await trickling.WaitAsync(TimeSpan.FromSeconds(30), Ct), Assert.True);
        foreach (var socket in slow) socket.Dispose();
    }

    [Theory]
    [InlineData("/api/plugin/execute")]
    [InlineData("/api/commands")]
    [InlineData("/api/sellers")]
    [InlineData("/api/pairings")]
    [InlineData("/api/tokens")]
    public async Task Deeply_nested_JSON_is_refused(string path)
    {
        await using var bridge = await Visitor.BridgeAsync();
        await bridge.PairAsync("anna");
        // As deep as the largest body of the route allows.
        var levels = path.Contains("command", StringComparison.Ordinal) || path.EndsWith("execute", StringComparison.Ordinal) ? 200_000 : 8_000;
        foreach (var (open, close) in new[] { ("[", "]"), ("{\"a\":", "}") })
        {
            var deep = string.Concat(Enumerable.Repeat(open, levels)) + "1" + string.Concat(Enumerable.Repeat(close, levels));
            foreach (var body in new[]
            {
                deep, $$"""{"name":{{deep}}}""",
                $$$"""{"action":"EXECUTE_HTTP_REQUEST","seller":"anna","request":{"url":"https://www.vinted.fr/api/v2/x","method":"POST","body":{{{deep}}}}}""",
            })
                (await bridge.SendAsync(path, body)).IsProblem(400, "invalid_request");
        }

        Assert.Empty(bridge.Faults);
    }

    [Fact]
    public async Task So_many_tokens_and_no_more()
    {
        await using var bridge = await Visitor.BridgeAsync();
        await Parallel.ForAsync(1, TokenBook.MaxTokens, Ct, async (_, _) => await bridge.TokenAsync("read", "anna"));

        var (status, text) = await bridge.Http.SayAsync("POST", "/api/tokens", new { name = "more", scope = "read", sellers = new[] { "anna" } });

        Assert.Equal((400, true), (status, text.Contains("invalid_request", StringComparison.Ordinal)));
        Assert.Equal(200, (await bridge.Http.SayAsync("GET", "/api/me")).Status);
    }

    private static async Task<long> PourAsync(NetworkStream stream, bool chunked)
    {
        var block = new byte[64 * 1024];
        byte[] piece = chunked ? [.. "10000\r\n"u8, .. block, .. "\r\n"u8] : block;
        long sent = 0;
        var answered = RawCall.ListenAsync(stream);
        try
        {
            while (sent < Gigabyte && !answered.IsCompleted)
            {
                await stream.WriteAsync(piece, Ct).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Ct);
                sent += block.Length;
            }
        }
        catch (IOException)
        {
            // It hung up.
        }

        Assert.DoesNotContain("HTTP/1.1 2", await answered, StringComparison.Ordinal);
        return sent;
    }

    private static async Task<Socket> ConnectAsync(Uri bridge)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, bridge.Port, Ct);
        return socket;
    }

    private static async Task<bool> EndsAsync(Socket socket)
    {
        try
        {
            return await socket.ReceiveAsync(new byte[1], Ct) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    // A byte every tenth of a second: never silent, never done.
    private static async Task<bool> TrickleAsync(Socket socket)
    {
        var ended = EndsOrSpeaksAsync(socket);
        try
        {
            for (var i = 0; !ended.IsCompleted; i++)
            {
                await socket.SendAsync(Encoding.ASCII.GetBytes(i == 0 ? "GET /api/health HTTP/1.1\r\nX: " : "a"), Ct);
                await Task.WhenAny(ended, Task.Delay(100, Ct));
            }
        }
        catch (SocketException)
        {
            // Cut.
        }

        return await ended;
    }

    private static async Task<bool> EndsOrSpeaksAsync(Socket socket)
    {
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer, Ct) is > 0 and var read)
                if (!Encoding.ASCII.GetString(buffer, 0, read).StartsWith("HTTP/1.1 408", StringComparison.Ordinal)) return false;
        }
        catch (SocketException)
        {
            // Reset rather than closed: cut all the same.
        }

        return true;
    }
}
