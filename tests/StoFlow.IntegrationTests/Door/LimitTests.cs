using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using StoFlow.Bridge.Policy;
using StoFlow.Harness.FakePlugins;
using StoFlow.IntegrationTests.Bridge;
using StoFlow.Protocol.Wire;

namespace StoFlow.IntegrationTests.Door;

/// <summary>What a stranger can use up, and that a caller with a good token does not notice.</summary>
public sealed class LimitTests
{
    private static CancellationToken Ct => TestBridge.Ct;

    [Fact]
    public async Task Refused_sign_ins_are_slowed_down_and_a_good_token_passes_all_the_same()
    {
        await using var bridge = await Visitor.BridgeAsync(new DoorOptions { RefusedPerMinute = 20 });
        using var stranger = bridge.Client("stf_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        var statuses = new List<int>();
        for (var i = 0; i < 60; i++) statuses.Add((await stranger.SayAsync("GET", "/api/me")).Status);

        Assert.Equal(401, statuses[0]);
        Assert.InRange(statuses.Count(status => status == 401), 20, 25);
        Assert.Equal(429, statuses[^1]);
        using (var response = await stranger.KnockAsync("GET", "/api/me")) Assert.True(response.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Equal(200, (await bridge.Http.SayAsync("GET", "/api/me")).Status);
    }

    [Fact]
    public async Task A_flood_of_refused_sign_ins_does_not_fill_the_audit_list()
    {
        await using var bridge = await Visitor.BridgeAsync(new DoorOptions { RefusedPerMinute = 100_000 });
        using var stranger = bridge.Client("wrong");
        for (var i = 0; i < 200; i++) await stranger.SayAsync("GET", "/api/me");

        var entries = (await bridge.GetAsync("/api/audit?limit=500")).Json.GetProperty("entries").EnumerateArray().ToArray();

        Assert.InRange(entries.Count(entry => entry.GetProperty("what").GetString() == "sign_in.refused"), 1, 20);
    }

    [Fact]
    public async Task Open_routes_have_a_ceiling_that_a_token_is_not_under()
    {
        await using var bridge = await Visitor.BridgeAsync(new DoorOptions { OpenRequestsPerSecond = 3 });
        using var stranger = bridge.Client();
        var statuses = await Task.WhenAll(Enumerable.Range(0, 60).Select(async _ => (await stranger.SayAsync("GET", "/api/health")).Status));

        Assert.Contains(200, statuses);
        Assert.Contains(429, statuses);
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 60).Select(async _ => (await bridge.Http.SayAsync("GET", "/api/me")).Status)), status => Assert.Equal(200, status));
    }

    [Fact]
    public async Task One_token_has_a_ceiling_and_others_do_not_feel_it()
    {
        await using var bridge = await Visitor.BridgeAsync(new DoorOptions { RequestsPerSecond = 5 });
        using var busy = bridge.Client((await bridge.TokenAsync("read", "*")).Token);
        var statuses = await Task.WhenAll(Enumerable.Range(0, 100).Select(async _ => (await busy.SayAsync("GET", "/api/me")).Status));

        Assert.Contains(429, statuses);
        Assert.Equal(200, (await bridge.Http.SayAsync("GET", "/api/me")).Status);
    }

    [Fact]
    public async Task By_default_thousands_of_requests_pass()
    {
        await using var bridge = await Visitor.BridgeAsync();
        using var client = bridge.Client((await bridge.TokenAsync("read", "*")).Token);
        var bad = 0;
        await Parallel.ForAsync(0, 5_000, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Ct }, async (_, _) =>
        {
            if ((await client.SayAsync("GET", "/api/me")).Status != 200) Interlocked.Increment(ref bad);
        });

        Assert.Equal(0, bad);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_not_read()
    {
        await using var bridge = await Visitor.BridgeAsync();
        using var content = new ByteArrayContent(new byte[17 * 1024 * 1024]) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/tokens") { Content = content };
        request.Headers.ExpectContinue = true;

        using var response = await bridge.Http.SendAsync(request, Ct);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Headers_that_are_too_large_are_not_read()
    {
        await using var bridge = await Visitor.BridgeAsync();
        Assert.Equal(431, (await bridge.Http.SayAsync("GET", "/api/me", null, ("X-Long", new string('x', 20_000)))).Status);
        Assert.Equal(431, (await bridge.Http.SayAsync("GET", "/api/me", null, [.. Enumerable.Range(0, 100).Select(i => ($"X-{i}", "x"))])).Status);
        Assert.Equal(414, (await bridge.Http.SayAsync("GET", "/api/" + new string('x', 20_000))).Status);
    }

    [Fact]
    public async Task Slow_headers_and_idle_connections_are_cut()
    {
        await using var bridge = await Visitor.BridgeAsync(new DoorOptions { HeadersTimeoutMs = 300, IdleTimeoutMs = 300 });

        await EndsAsync(bridge, "GET /api/health HTTP/1.1\r\nHost: 127");
        await EndsAsync(bridge, $"GET /api/health HTTP/1.1\r\nHost: 127.0.0.1:{bridge.Url.Port}\r\n\r\n");
        await EndsAsync(bridge, "");
    }

    [Fact]
    public async Task Strangers_sockets_are_counted_and_a_known_browser_frees_its_place()
    {
        await using var bridge = await Visitor.BridgeAsync(new DoorOptions { MaxUnidentified = 3 });
        var plugin = await bridge.ConnectAsync("anna");
        var strangers = new List<FakeSocket>();
        for (var i = 0; i < 3; i++)
        {
            strangers.Add(await FakeSocket.ConnectAsync(bridge.Url, Ct));
            await strangers[i].ExpectAsync<Hello>(Ct);
        }

        await using (var one = await FakeSocket.ConnectAsync(bridge.Url, Ct))
            Assert.Equal("slow_down", Assert.IsType<Refused>((await one.ReadAsync(Ct)).Message).Code);

        await strangers[0].DisposeAsync();
        await Eventually.TrueAsync(
            async () =>
            {
                await using var again = await FakeSocket.ConnectAsync(bridge.Url, Ct);
                return (await again.ReadAsync(Ct)).Message is Hello;
            },
            "a place is free again");
        Assert.Null(plugin.CloseCode);
        foreach (var stranger in strangers) await stranger.DisposeAsync();
    }

    private static async Task EndsAsync(TestBridge bridge, string sent)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, bridge.Url.Port, Ct);
        var stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(sent), Ct);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        var buffer = new byte[4096];
        try
        {
            while (await stream.ReadAsync(buffer, deadline.Token) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Reset rather than closed: ended all the same.
        }
    }
}
