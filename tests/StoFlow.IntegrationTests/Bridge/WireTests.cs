using System.Net;
using System.Text;
using StoFlow.Bridge;
using StoFlow.Harness.FakePlugins;
using StoFlow.Protocol;
using StoFlow.Protocol.Wire;

namespace StoFlow.IntegrationTests.Bridge;

/// <summary>The connection itself: who may speak when, and how it ends.</summary>
public sealed class WireTests
{
    [Fact]
    public async Task A_second_connection_of_the_same_browser_replaces_the_first()
    {
        await using var bridge = await TestBridge.StartAsync();
        var first = await bridge.ConnectAsync();
        var second = bridge.Plugin(first.Identity);
        await second.ConnectAsync(bridge.Url, TestBridge.Ct);
        await first.Disconnected.WaitAsync(TimeSpan.FromSeconds(10), TestBridge.Ct);

        Assert.Equal(4409, first.CloseCode);
        Assert.Equal(HttpStatusCode.OK, (await bridge.ExecuteAsync(TestBridge.Read())).Status);
        Assert.Single(second.Commands);
    }

    [Fact]
    public async Task The_bridge_holds_so_many_connections_and_a_place_comes_back_with_each_end()
    {
        await using var bridge = await TestBridge.StartAsync(folder => TestBridge.Options(folder, limits: new LimitOptions { Connections = 1 }));
        await bridge.PairAsync();
        FakeSocket? first = null;
        await Eventually.TrueAsync(async () => (first = await TryAsync()) is not null, "the pairing has left its place");

        Assert.Null(await TryAsync());
        await first!.DisposeAsync();
        await Eventually.TrueAsync(
            async () =>
            {
                await using var next = await TryAsync();
                return next is not null;
            },
            "there is a place again");

        async Task<FakeSocket?> TryAsync()
        {
            try
            {
                return await FakeSocket.ConnectAsync(bridge.Url, TestBridge.Ct);
            }
            catch (System.Net.WebSockets.WebSocketException)
            {
                return null;
            }
        }
    }

    [Fact]
    public async Task What_a_browser_says_after_the_bridge_has_closed_its_connection_counts_for_nothing()
    {
        await using var bridge = await TestBridge.StartAsync();
        var browser = await bridge.PairAsync();
        await using var socket = await FakeSocket.ConnectAsync(bridge.Url, TestBridge.Ct);
        var hello = await socket.ExpectAsync<Hello>(TestBridge.Ct);
        var signature = FakeIdentity.Sign(browser.Key, hello.BridgeId, browser.BrowserId, hello.Challenge);
        await socket.SendAsync(new Identify(ProtocolVersion.Current, "0.1.0", browser.BrowserId, new BrowserInfo("Fake", "1.0"), signature), TestBridge.Ct);
        await socket.ExpectAsync<Welcome>(TestBridge.Ct);
        using var gone = await bridge.Http.DeleteAsync($"/api/browsers/{browser.BrowserId}", TestBridge.Ct);
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);

        // It has not read the close yet, so its side of the line is still open.
        await socket.SendAsync(new LaneAsk("pause", "www.vinted.fr"), TestBridge.Ct);
        await Task.Delay(200, TestBridge.Ct);

        Assert.DoesNotContain((await bridge.GetAsync("/api/lanes")).Json.GetProperty("lanes").EnumerateArray(), lane => lane.GetProperty("state").GetString() == "paused");
    }

    [Theory]
    [InlineData("""{"type":"begun"}""", "id")]
    [InlineData("""{"type":"nonsense"}""", "type")]
    [InlineData("""{"type":"command","id":"x","action":"PING","site":"","backend":"","deadline_ms":1,"parallel":1,"gap_ms":0}""", "type: command is")]
    [InlineData("""{"type":"lane_ask","want":"stop"}""", "want")]
    [InlineData("not json", "JSON")]
    public async Task An_invalid_message_is_refused_with_the_field_and_ends_the_connection(string frame, string named)
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();

        await plugin.SendFrameAsync(Encoding.UTF8.GetBytes(frame), text: true, TestBridge.Ct);
        await plugin.Disconnected.WaitAsync(TimeSpan.FromSeconds(10), TestBridge.Ct);

        Assert.Equal(4400, plugin.CloseCode);
        Assert.Equal("invalid_message", plugin.Refusal?.Code);
        Assert.Contains(named, plugin.Refusal!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task How_deep_a_message_may_go_is_told_as_it_is()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        var deep = $$"""{"type":"result","id":"x","outcome":"done","duration_ms":1,"data":{{new string('[', 600)}}{{new string(']', 600)}}}""";

        await plugin.SendFrameAsync(Encoding.UTF8.GetBytes(deep), text: true, TestBridge.Ct);
        await plugin.Disconnected.WaitAsync(TimeSpan.FromSeconds(10), TestBridge.Ct);

        Assert.Equal("data: nested too deeply; 512 levels at most.", plugin.Refusal?.Detail);
    }

    [Fact]
    public async Task A_frame_that_is_too_big_ends_the_connection()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();

        await plugin.SendFrameAsync(new byte[WireCodec.MaxFrameBytes + 1], text: true, TestBridge.Ct);
        await plugin.Disconnected.WaitAsync(TimeSpan.FromSeconds(10), TestBridge.Ct);

        Assert.Equal(1009, plugin.CloseCode);
    }

    [Fact]
    public async Task A_stranger_s_frame_is_cut_off_long_before_a_browser_s()
    {
        await using var bridge = await TestBridge.StartAsync();
        await using var stranger = await FakeSocket.ConnectAsync(bridge.Url, TestBridge.Ct);
        await stranger.ExpectAsync<Hello>(TestBridge.Ct);
        await stranger.SendAsync(new PairAsk(1, new string('x', 20_000), "BCDF-GHJK", new BrowserInfo("Fake", "1")), TestBridge.Ct);
        Assert.Null((await stranger.ReadAsync(TestBridge.Ct)).Message);
        Assert.Equal(1009, stranger.CloseCode);

        var browser = await bridge.ConnectAsync();
        await browser.SendFrameAsync(Encoding.UTF8.GetBytes($$"""{"type":"pong","seq":1,"more":"{{new string('x', 900_000)}}"}"""), text: true, TestBridge.Ct);
        Assert.Equal(HttpStatusCode.OK, (await bridge.ExecuteAsync(TestBridge.Read())).Status);
    }

    [Fact]
    public async Task A_code_that_a_browser_made_up_is_none_and_reaches_no_metric()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        plugin.Runner = (command, _) => Task.FromResult<CommandResult?>(new CommandResult(command.Id, "failed", 1, "anna@shop.example"));
        (await bridge.ExecuteAsync(TestBridge.Read())).IsProblem(500, "internal");
        plugin.Runner = (command, _) => Task.FromResult<CommandResult?>(
            new CommandResult(command.Id, "done", 1, Results: [FakeAnswers.Json("{}") with { Status = 0, Success = false, Code = "anna@shop.example" }]));
        (await bridge.ExecuteAsync(TestBridge.Read())).IsProblem(500, "internal");

        var metrics = await bridge.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestBridge.Ct);

        Assert.Contains("code=\"internal\"", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("anna@", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_asks_for_lanes_without_end_is_refused_and_leaves_few_lines()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();

        for (var i = 0; i <= 200; i++) await plugin.SendAsync(new LaneAsk(i % 2 == 0 ? "pause" : "resume", "www.vinted.fr"), TestBridge.Ct);
        await plugin.Disconnected.WaitAsync(TimeSpan.FromSeconds(10), TestBridge.Ct);

        Assert.Equal((4400, "invalid_message"), (plugin.CloseCode, plugin.Refusal?.Code));
        var lines = (await bridge.GetAsync("/api/audit?limit=500")).Json.GetProperty("entries").EnumerateArray()
            .Count(line => line.GetProperty("what").GetString()!.StartsWith("lane.", StringComparison.Ordinal));
        Assert.Equal(200, lines);
    }

    [Fact]
    public async Task A_result_with_null_for_a_response_is_refused_and_is_no_end()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        plugin.Runner = async (command, ct) =>
        {
            await plugin.SendFrameAsync(Encoding.UTF8.GetBytes($$"""{"type":"result","id":"{{command.Id}}","outcome":"done","duration_ms":1,"results":[null]}"""), text: true, ct);
            await Task.Delay(Timeout.Infinite, ct);
            return null;
        };
        var id = (await bridge.QueueAsync(TestBridge.Read())).Id;
        await plugin.Disconnected.WaitAsync(TimeSpan.FromSeconds(10), TestBridge.Ct);
        Assert.Equal("invalid_message", plugin.Refusal?.Code);

        // It was not taken for an end: the next connection has the command again.
        var next = bridge.Plugin(plugin.Identity);
        await next.ConnectAsync(bridge.Url, TestBridge.Ct);
        Assert.Equal("done", (await bridge.EndOfAsync(id)).GetProperty("state").GetString());
        Assert.Empty(bridge.Faults);
    }

    [Fact]
    public async Task A_result_may_come_as_bytes()
    {
        const string Robe = """{"title":"Robe d’été 🎀","price":28.90}""";
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        plugin.Runner = async (command, ct) =>
        {
            var result = new CommandResult(command.Id, "done", 1, Results: [FakeAnswers.Json(Robe)]);
            await plugin.SendFrameAsync(WireCodec.Write(result), text: false, ct);
            await Task.Delay(Timeout.Infinite, ct);
            return null;
        };

        var reply = await bridge.ExecuteAsync(TestBridge.Read());

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal(Robe, reply.Json.GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task A_chunk_that_is_not_what_its_hash_says_ends_the_connection()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();

        await plugin.SendFrameAsync(new byte[100], text: false, TestBridge.Ct);
        await plugin.Disconnected.WaitAsync(TimeSpan.FromSeconds(10), TestBridge.Ct);

        Assert.Equal(4400, plugin.CloseCode);
    }

    [Fact]
    public async Task A_browser_that_falls_silent_is_let_go_and_one_that_answers_pings_stays()
    {
        await using var bridge = await TestBridge.StartAsync(folder => TestBridge.Options(folder, pingMs: 100, silenceMs: 3_000));
        var alive = await bridge.ConnectAsync();
        var silentIdentity = await bridge.PairAsync(name: "silent");
        await using var silent = await FakeSocket.ConnectAsync(bridge.Url, TestBridge.Ct);
        var hello = await silent.ExpectAsync<Hello>(TestBridge.Ct);
        await silent.SendAsync(
            new Identify(
                1, "0.1.0", silentIdentity.BrowserId, new BrowserInfo("Fake", "1"),
                FakeIdentity.Sign(silentIdentity.Key, hello.BridgeId, silentIdentity.BrowserId, hello.Challenge)),
            TestBridge.Ct);
        await silent.ExpectAsync<Welcome>(TestBridge.Ct);

        while (await silent.ReadAsync(TestBridge.Ct) is { Message: not null })
        {
        }

        Assert.Equal(4408, silent.CloseCode);
        Assert.False(alive.Disconnected.IsCompleted);
        Assert.Contains(alive.Heard, message => message is Ping);
    }

    [Fact]
    public async Task Commands_wait_for_the_last_page_of_the_holdings()
    {
        await using var bridge = await TestBridge.StartAsync();
        var identity = await bridge.PairAsync();
        var id = (await bridge.QueueAsync(TestBridge.Read())).Id;
        await using var socket = await FakeSocket.ConnectAsync(bridge.Url, TestBridge.Ct);
        var hello = await socket.ExpectAsync<Hello>(TestBridge.Ct);
        await socket.SendAsync(
            new Identify(
                1, "0.1.0", identity.BrowserId, new BrowserInfo("Fake", "1"),
                FakeIdentity.Sign(identity.Key, hello.BridgeId, identity.BrowserId, hello.Challenge)),
            TestBridge.Ct);
        await socket.ExpectAsync<Welcome>(TestBridge.Ct);
        await socket.SendAsync(new Holdings([], [], [], Last: false), TestBridge.Ct);
        var reading = socket.ExpectAsync<Command>(TestBridge.Ct);
        // One that comes now finds a browser that is connected and has not said what it holds.
        var late = (await bridge.QueueAsync(TestBridge.Read("/api/v2/items/2"))).Id;
        Assert.Equal("queued", (await bridge.GetAsync($"/api/commands/{late}?wait_ms=200")).Text("state"));
        Assert.Equal("queued", (await bridge.GetAsync($"/api/commands/{id}")).Text("state"));
        Assert.False(reading.IsCompleted);

        await socket.SendAsync(new Holdings([], [], [], Last: true), TestBridge.Ct);

        Assert.Equal(id, (await reading.WaitAsync(TimeSpan.FromSeconds(10), TestBridge.Ct)).Id);
    }

    [Fact]
    public async Task A_revoked_browser_is_cut_off_at_once_and_what_it_ran_is_ended()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        plugin.Site = async (_, ct) =>
        {
            await Task.Delay(Timeout.Infinite, ct);
            return FakeAnswers.Json("{}");
        };
        var write = bridge.ExecuteAsync(TestBridge.Write());
        await Eventually.TrueAsync(() => plugin.Journal.Begun.Count == 1, "it was begun");

        using var revoked = await bridge.Http.DeleteAsync($"/api/browsers/{plugin.Identity.BrowserId}", TestBridge.Ct);

        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        await plugin.Disconnected.WaitAsync(TimeSpan.FromSeconds(10), TestBridge.Ct);
        Assert.Equal(4401, plugin.CloseCode);
        (await write).IsProblem(504, "outcome_unknown");
        await Assert.ThrowsAsync<InvalidOperationException>(() => bridge.Plugin(plugin.Identity).ConnectAsync(bridge.Url, TestBridge.Ct));
    }

    [Fact]
    public async Task A_browser_can_unpair_itself()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();

        await plugin.SendAsync(new Unpair(), TestBridge.Ct);
        await plugin.Disconnected.WaitAsync(TimeSpan.FromSeconds(10), TestBridge.Ct);

        Assert.Equal(4401, plugin.CloseCode);
        (await bridge.ExecuteAsync(TestBridge.Read())).IsProblem(503, "no_browser");
    }

    [Fact]
    public async Task The_address_of_the_socket_says_what_it_is_for()
    {
        await using var bridge = await TestBridge.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/ws/plugin");
        request.Headers.Add("Origin", "moz-extension://6f0e1f7c-6d2e-4f5e-9a52-3f5a6c1d2e3f");
        using var response = await bridge.Http.SendAsync(request, TestBridge.Ct);

        (await Reply.ReadAsync(response)).IsProblem(426, "invalid_request");
    }
}
