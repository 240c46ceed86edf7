using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using StoFlow.Harness.FakePlugins;
using StoFlow.Protocol.Wire;

namespace StoFlow.IntegrationTests.Bridge;

/// <summary><c>POST /api/plugin/execute</c>: every action, and what callers are told when there is no answer.</summary>
public sealed class ExecuteTests
{
    [Fact]
    public async Task Ping_answers_with_the_round_trip()
    {
        await using var bridge = await TestBridge.StartAsync();
        await bridge.ConnectAsync();

        var reply = await bridge.ExecuteAsync(new { action = "PING", seller = TestBridge.Seller });

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.True(reply.Json.GetProperty("success").GetBoolean());
        var data = reply.Json.GetProperty("data");
        Assert.True(data.GetProperty("pong").GetBoolean());
        Assert.Equal("0.1.0", data.GetProperty("plugin_version").GetString());
        Assert.True(data.GetProperty("round_trip_ms").GetInt32() >= 0);
    }

    [Fact]
    public async Task User_data_come_from_the_site_that_the_browser_is_signed_in_to()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = bridge.Plugin(await bridge.PairAsync());
        plugin.Status = new(false, [new("www.vinted.fr", "open", true, false), new("www.vinted.de", "open", true, true, "demo")]);
        await plugin.ConnectAsync(bridge.Url, TestBridge.Ct);
        await bridge.ReadyAsync(plugin);

        var reply = await bridge.ExecuteAsync(new { action = "GET_USER_DATA", seller = TestBridge.Seller });

        Assert.Equal(200, reply.Json.GetProperty("status").GetInt32());
        Assert.Equal("demo", reply.Json.GetProperty("data").GetProperty("login").GetString());
        Assert.Equal("www.vinted.de", Assert.Single(plugin.Commands).Site);
    }

    [Fact]
    public async Task One_request_comes_back_as_the_site_wrote_it()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        plugin.Site = (asked, _) => Task.FromResult(FakeAnswers.Json("""{"price":5.00,"big":12345678901234567890,"e":1E+2}"""));

        var reply = await bridge.ExecuteAsync(TestBridge.Read());

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal(200, reply.Json.GetProperty("status").GetInt32());
        Assert.Equal("application/json", reply.Json.GetProperty("headers").GetProperty("content-type").GetString());
        Assert.Equal("""{"price":5.00,"big":12345678901234567890,"e":1E+2}""", reply.Json.GetProperty("data").GetRawText());
        Assert.Equal(32, reply.Text("command_id")!.Length);
    }

    [Fact]
    public async Task A_body_goes_to_the_site_as_the_caller_wrote_it()
    {
        const string Body = """{"a":1,"a":2,"price":5.00,"big":12345678901234567890,"e":1E+2}""";
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        string? got = null;
        plugin.Site = (asked, _) =>
        {
            got = asked.Request.Body?.GetRawText();
            return Task.FromResult(FakeAnswers.Json("{}"));
        };

        await bridge.SendAsync(
            "/api/plugin/execute",
            $$"""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{"url":"https://www.vinted.fr/api/v2/items/1","method":"PUT","body":{{Body}}} }""");

        Assert.Equal(Body, got);
    }

    [Fact]
    public async Task What_the_site_refuses_is_still_an_answer()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        plugin.Site = (_, _) => Task.FromResult(FakeAnswers.Json("""{"code":99}""", 400));

        var reply = await bridge.ExecuteAsync(TestBridge.Write());

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.False(reply.Json.GetProperty("success").GetBoolean());
        Assert.Equal(400, reply.Json.GetProperty("status").GetInt32());
    }

    [Theory]
    [InlineData("EXECUTE_BATCH_REQUESTS")]
    [InlineData("EXECUTE_BATCH")]
    [InlineData("EXECUTE_SEQUENTIAL_REQUESTS")]
    public async Task Several_requests_answer_in_the_order_asked(string action)
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        plugin.Site = (asked, _) => Task.FromResult(
            asked.Request.Url.EndsWith("/2", StringComparison.Ordinal)
                ? FakeAnswers.Json("{}", 404)
                : FakeAnswers.Json(JsonSerializer.Serialize(new { url = asked.Request.Url })));

        var reply = await bridge.ExecuteAsync(new
        {
            action,
            seller = TestBridge.Seller,
            requests = new[] { 1, 2, 3 }.Select(id => new { url = $"https://www.vinted.fr/api/v2/items/{id}" }),
        });

        var results = reply.Json.GetProperty("results").EnumerateArray().ToList();
        Assert.False(reply.Json.GetProperty("success").GetBoolean());
        Assert.Equal(3, results.Count);
        Assert.EndsWith("/1", results[0].GetProperty("data").GetProperty("url").GetString(), StringComparison.Ordinal);
        Assert.Equal(404, results[1].GetProperty("status").GetInt32());
        if (action == "EXECUTE_SEQUENTIAL_REQUESTS") Assert.Equal("not_run", results[2].GetProperty("code").GetString());
        else Assert.EndsWith("/3", results[2].GetProperty("data").GetProperty("url").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EXECUTE_BATCH_REQUESTS")]
    [InlineData("EXECUTE_SEQUENTIAL_REQUESTS")]
    public async Task After_the_site_s_limit_the_rest_of_several_is_not_run(string action)
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        var asked = 0;
        plugin.Site = (_, _) => Task.FromResult(Interlocked.Increment(ref asked) == 2 ? FakeAnswers.Json("{}", 429) : FakeAnswers.Json("{}"));

        var reply = await bridge.ExecuteAsync(new
        {
            action,
            seller = TestBridge.Seller,
            requests = Enumerable.Range(1, 4).Select(id => new { url = $"https://www.vinted.fr/api/v2/items/{id}" }),
        });

        var results = reply.Json.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal([200, 429, 0, 0], results.Select(result => result.GetProperty("status").GetInt32()));
        Assert.All(results[2..], result => Assert.Equal("not_run", result.GetProperty("code").GetString()));
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task Without_a_browser_nobody_waits()
    {
        await using var bridge = await TestBridge.StartAsync();
        await bridge.PairAsync();

        (await bridge.ExecuteAsync(TestBridge.Read())).IsProblem(503, "no_browser");
        (await bridge.ExecuteAsync(TestBridge.Write())).IsProblem(503, "no_browser");
    }

    [Fact]
    public async Task A_plugin_that_is_too_old_is_named()
    {
        await using var bridge = await TestBridge.StartAsync();
        var identity = await bridge.PairAsync();
        await using var socket = await FakeSocket.ConnectAsync(bridge.Url, TestBridge.Ct);
        await socket.ExpectAsync<Protocol.Wire.Hello>(TestBridge.Ct);
        await socket.SendAsync(new Protocol.Wire.Identify(0, "0.0.1", identity.BrowserId, new("Fake", "1"), "x"), TestBridge.Ct);
        var (refused, _) = await socket.ReadAsync(TestBridge.Ct);
        await socket.ReadAsync(TestBridge.Ct);

        Assert.Equal("plugin_outdated", Assert.IsType<Protocol.Wire.Refused>(refused).Code);
        Assert.Equal(4426, socket.CloseCode);
        (await bridge.ExecuteAsync(TestBridge.Read())).IsProblem(503, "plugin_outdated");
    }

    [Theory]
    [InlineData("no_site_tab", 503)]
    [InlineData("site_permission_missing", 503)]
    [InlineData("not_signed_in", 503)]
    [InlineData("csrf_missing", 503)]
    [InlineData("not_allowed_by_policy", 403)]
    [InlineData("storage_unavailable", 503)]
    public async Task What_the_plugin_could_not_do_is_a_problem(string code, int status)
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        plugin.Runner = (command, _) => Task.FromResult<Protocol.Wire.CommandResult?>(new(command.Id, "failed", 1, code, "Do this."));

        var reply = await bridge.ExecuteAsync(TestBridge.Write());

        reply.IsProblem(status, code);
        Assert.Equal("Do this.", reply.Text("detail"));
        Assert.Equal(plugin.Commands.Single().Id, reply.Text("command_id"));
    }

    [Fact]
    public async Task A_read_that_takes_too_long_is_a_timeout_and_a_write_is_unknown()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        plugin.Site = async (_, ct) =>
        {
            await Task.Delay(Timeout.Infinite, ct);
            return FakeAnswers.Json("{}");
        };

        (await bridge.ExecuteAsync(TestBridge.Read(timeout: 100))).IsProblem(504, "timeout");
        // Long enough to have begun on a machine that is busy with something else.
        (await bridge.ExecuteAsync(TestBridge.Write(timeout: 3_000))).IsProblem(504, "outcome_unknown");
    }

    [Fact]
    public async Task A_request_that_the_site_never_answered_is_no_answer()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        plugin.Site = (_, _) => Task.FromResult(FakeAnswers.None("network"));

        (await bridge.ExecuteAsync(TestBridge.Read())).IsProblem(502, "network");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task One_request_with_another_number_of_answers_has_none(int answers)
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        plugin.Runner = (command, _) => Task.FromResult<CommandResult?>(
            new CommandResult(command.Id, "done", 1, Results: [.. Enumerable.Repeat(FakeAnswers.Json("{}"), answers)]));

        (await bridge.ExecuteAsync(TestBridge.Read())).IsProblem(502, "network");
        (await bridge.ExecuteAsync(TestBridge.Write())).IsProblem(504, "outcome_unknown");
    }

    [Fact]
    public async Task Only_the_seller_s_own_browser_gets_a_command()
    {
        await using var bridge = await TestBridge.StartAsync();
        var mine = await bridge.ConnectAsync();
        var other = await bridge.ConnectAsync("somebody");

        await bridge.ExecuteAsync(TestBridge.Read());

        Assert.Single(mine.Commands);
        Assert.Empty(other.Commands);
    }

    [Theory]
    [InlineData("EXECUTE_HTTP_REQUEST")]
    [InlineData("EXECUTE_BATCH_REQUESTS")]
    public async Task No_cookie_comes_back_whatever_the_browser_hands_over(string action)
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        var headers = new Dictionary<string, string> { ["Set-Cookie"] = "made-up=1", ["set-cookie2"] = "made-up=2", ["etag"] = "x" };
        plugin.Site = (_, _) => Task.FromResult(FakeAnswers.Json("{}", headers: headers));
        var request = new { url = "https://www.vinted.fr/api/v2/items" };

        var reply = await bridge.ExecuteAsync(
            action == "EXECUTE_HTTP_REQUEST" ? (object)new { action, seller = "demo", request } : new { action, seller = "demo", requests = new[] { request } });

        Assert.DoesNotContain("made-up", reply.Json.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("etag", reply.Json.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_site_wrote_comes_back_escape_for_escape()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        const string half = """{"title":"Robe \ud83d","\udc57":[1.50,12345678901234567890]}""";
        plugin.Site = (asked, _) => Task.FromResult(FakeAnswers.Json(asked.Request.Body?.GetRawText() ?? "null"));

        foreach (var key in new[] { "once", "once" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/plugin/execute");
            request.Headers.Add("Idempotency-Key", key);
            request.Content = new StringContent(
                $$$"""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{"url":"https://www.vinted.fr/api/v2/items","method":"POST","body":{{{half}}}}}""",
                new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
            using var response = await bridge.Http.SendAsync(request, TestBridge.Ct);

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Contains($"\"data\":{half}", await response.Content.ReadAsStringAsync(TestBridge.Ct), StringComparison.Ordinal);
        }

        Assert.Single(plugin.Commands);
    }

    [Fact]
    public async Task An_answer_may_be_nested_deeper_than_any_call()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        var deep = new string('[', 500) + new string(']', 500);
        using var parsed = JsonDocument.Parse(deep, new JsonDocumentOptions { MaxDepth = 600 });
        plugin.Site = (_, _) => Task.FromResult(FakeAnswers.Json("null") with { Data = parsed.RootElement });

        var text = await (await bridge.Http.PostAsJsonAsync("/api/plugin/execute", TestBridge.Write(), TestBridge.Ct)).Content.ReadAsStringAsync(TestBridge.Ct);

        Assert.Contains($"\"data\":{deep}", text, StringComparison.Ordinal);
    }
}
