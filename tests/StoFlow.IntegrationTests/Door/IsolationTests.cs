using System.Net.Http.Headers;
using System.Text.Json;
using StoFlow.Harness.FakePlugins;
using StoFlow.IntegrationTests.Bridge;

namespace StoFlow.IntegrationTests.Door;

/// <summary>Two sellers on one bridge. bert's back end holds every id of anna's and gets nothing with them, and nothing reaches her browser.</summary>
public sealed class IsolationTests : IAsyncLifetime
{
    private TestBridge _bridge = null!;
    private FakePlugin _annas = null!;
    private HttpClient _bert = null!;

    private static CancellationToken Ct => TestBridge.Ct;

    public async ValueTask InitializeAsync()
    {
        _bridge = await Visitor.BridgeAsync();
        _annas = await _bridge.ConnectAsync("anna", "annas-laptop");
        await _bridge.ConnectAsync("bert", "berts-laptop");
        _bert = _bridge.Client((await _bridge.TokenAsync("write", "bert")).Token);
    }

    public async ValueTask DisposeAsync()
    {
        _bert.Dispose();
        await _bridge.DisposeAsync();
    }

    [Fact]
    public async Task Her_command_cannot_be_read_waited_for_or_cancelled()
    {
        await _bridge.SendAsync("/api/lanes/anna/www.vinted.fr/pause", "");
        var id = (await _bridge.QueueAsync(Read("anna"))).Id;

        foreach (var (method, path) in new[]
        {
            ("GET", $"/api/commands/{id}"), ("GET", $"/api/commands/{id}?wait_ms=10"), ("POST", $"/api/commands/{id}/cancel"),
            ("GET", $"/api/commands/{id.ToUpperInvariant()}"),
        })
            Assert.Equal(404, (await _bert.SayAsync(method, path)).Status);

        Assert.Equal("queued", (await _bridge.GetAsync($"/api/commands/{id}")).Text("state"));
        Assert.DoesNotContain(id, (await _bert.SayAsync("GET", "/api/commands")).Text, StringComparison.Ordinal);
        Assert.Equal(403, (await _bert.SayAsync("GET", "/api/commands?seller=anna")).Status);

        // A cursor that points at her command tells nothing of it.
        Assert.DoesNotContain(id, (await _bert.SayAsync("GET", $"/api/commands?after={id}")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Her_write_that_ended_cannot_be_read_either()
    {
        var id = (await _bridge.QueueAsync(Write("anna"))).Id;
        await _bridge.EndOfAsync(id);
        // Once it is on the disk it is in no memory any more.
        await Task.Delay(TimeSpan.FromMilliseconds(300), Ct);

        Assert.Equal(404, (await _bert.SayAsync("GET", $"/api/commands/{id}")).Status);
        Assert.Equal("done", (await _bridge.GetAsync($"/api/commands/{id}")).Text("state"));
    }

    [Fact]
    public async Task Her_browser_cannot_be_named_in_his_command()
    {
        foreach (var body in new object[]
        {
            new { action = "PING", seller = "bert", browser = _annas.Identity.BrowserId },
            new { action = "PING", browser = _annas.Identity.BrowserId },
            new { action = "PING", seller = "anna" },
            new { action = "PING", seller = "Anna" },
            new { action = "PING", seller = "anna " },
            new { action = "PING", seller = "*" },
            new { action = "PING", seller = "bert,anna" },
        })
            Assert.InRange((await _bert.SayAsync("POST", "/api/plugin/execute", body)).Status, 400, 403);

        Assert.Empty(_annas.Commands);
    }

    [Fact]
    public async Task Her_upload_cannot_be_sent_to_his_shop()
    {
        var upload = await UploadAsync("anna");
        foreach (var path in new[] { "/api/plugin/execute", "/api/commands" })
            Assert.Equal(400, (await _bert.SayAsync("POST", path, new
            {
                action = "EXECUTE_HTTP_REQUEST",
                seller = "bert",
                request = new
                {
                    url = "https://www.vinted.fr/api/v2/photos", method = "POST", content_type = "multipart",
                    files = new[] { new { field = "photo[file]", upload_id = upload } },
                },
            })).Status);

        using var body = new ByteArrayContent([1, 2, 3]) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };
        Assert.Equal(403, (await _bert.SayAsync("POST", "/api/uploads?seller=anna", body)).Status);
        Assert.Empty(_annas.Commands);
    }

    [Fact]
    public async Task An_upload_for_both_of_them_is_not_his_alone_to_see_or_go_on_with()
    {
        using var both = _bridge.Client((await _bridge.TokenAsync("write", "anna", "bert")).Token);
        var (_, text) = await both.SayAsync("POST", "/api/uploads", new { size = 3, sha256 = new string('a', 64) });
        var path = $"/api/uploads/{JsonElement.Parse(text).GetProperty("upload_id").GetString()}";
        Assert.Equal(200, (await both.SayAsync("GET", path)).Status);

        using var chunk = new ByteArrayContent([1, 2, 3]) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };
        Assert.Equal(404, (await _bert.SayAsync("GET", path)).Status);
        Assert.Equal(404, (await _bert.SayAsync("PATCH", $"{path}?offset=0", chunk)).Status);
    }

    [Fact]
    public async Task His_events_tell_nothing_of_her()
    {
        Assert.Equal(403, (await _bert.SayAsync("GET", "/api/events?seller=anna")).Status);
        using var response = await _bert.KnockAsync("GET", "/api/events");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Ct));
        Assert.StartsWith(":", await reader.ReadLineAsync(Ct), StringComparison.Ordinal);

        await _bridge.ExecuteAsync(Read("anna"));
        await _bridge.SendAsync("/api/lanes/anna/www.vinted.fr/pause", "");
        await _bridge.ConnectAsync("anna", "annas-second");
        await _bert.SayAsync("POST", "/api/plugin/execute", new { action = "PING", seller = "bert" });

        // His own command is the last thing that happened: by then all of hers would have been heard.
        for (string? line; (line = await reader.ReadLineAsync(Ct).AsTask().WaitAsync(TimeSpan.FromSeconds(10), Ct)) is not null;)
        {
            Assert.DoesNotContain("anna", line, StringComparison.Ordinal);
            if (line.Contains("\"done\"", StringComparison.Ordinal)) return;
        }

        Assert.Fail("The events ended before his own command did.");
    }

    [Fact]
    public async Task His_lists_are_without_her()
    {
        await _bridge.ExecuteAsync(Read("anna"));
        await _bridge.SendAsync("/api/lanes/anna/www.vinted.fr/pause", "");
        await _bridge.TokenAsync("read", "anna", "bert");

        foreach (var path in new[] { "/api/audit", "/api/lanes", "/api/browsers", "/api/sellers", "/api/plugin/status", "/api/commands", "/metrics" })
        {
            var (status, text) = await _bert.SayAsync("GET", path);

            Assert.Equal(200, status);
            Assert.DoesNotContain("anna", text, StringComparison.Ordinal);
            Assert.DoesNotContain(_annas.Identity.BrowserId, text, StringComparison.Ordinal);
        }

        Assert.Equal(403, (await _bert.SayAsync("GET", "/api/audit?seller=anna")).Status);
        Assert.Equal(403, (await _bert.SayAsync("POST", "/api/lanes/anna/www.vinted.fr/resume")).Status);
        Assert.Contains("paused", (await _bridge.GetAsync("/api/lanes")).Json.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_key_of_another_back_end_is_another_command()
    {
        using var anna = _bridge.Client((await _bridge.TokenAsync("write", "anna")).Token);
        var hers = await anna.SayAsync("POST", "/api/commands", Read("anna"), ("Idempotency-Key", "one"));
        var his = await _bert.SayAsync("POST", "/api/commands", Read("bert"), ("Idempotency-Key", "one"));

        Assert.Equal((202, 202), (hers.Status, his.Status));
        Assert.NotEqual(Id(hers.Text), Id(his.Text), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_seller_s_token_cannot_make_pair_or_end_what_is_hers()
    {
        using var admin = _bridge.Client((await _bridge.TokenAsync("admin", "bert")).Token);

        Assert.Equal(403, (await admin.SayAsync("POST", "/api/pairings", new { seller = "anna" })).Status);
        Assert.Equal(403, (await admin.SayAsync("POST", "/api/sellers", new { name = "carl" })).Status);
        Assert.Equal(404, (await admin.SayAsync("DELETE", $"/api/browsers/{_annas.Identity.BrowserId}")).Status);
        Assert.Equal(403, (await admin.SayAsync("DELETE", "/api/sellers/anna")).Status);
        Assert.Equal(403, (await admin.SayAsync("GET", "/api/doctor")).Status);
        Assert.False(_annas.Disconnected.IsCompleted);
    }

    [Fact]
    public async Task Two_sellers_at_once_never_get_each_other_s_answers()
    {
        var bert = await _bridge.ConnectAsync("bert", "berts-desk");
        _annas.Site = (asked, _) => Task.FromResult(FakeAnswers.Json($$"""{"of":"anna","url":"{{asked.Request.Url}}"}"""));
        bert.Site = (asked, _) => Task.FromResult(FakeAnswers.Json($$"""{"of":"bert","url":"{{asked.Request.Url}}"}"""));
        using var anna = _bridge.Client((await _bridge.TokenAsync("read", "anna")).Token);

        await Parallel.ForAsync(0, 1_000, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = Ct }, async (i, _) =>
        {
            var (client, seller) = i % 2 == 0 ? (anna, "anna") : (_bert, "bert");
            var url = $"https://www.vinted.fr/api/v2/items/{i}";
            var browser = seller == "bert" ? bert.Identity.BrowserId : null;
            var (status, text) = await client.SayAsync(
                "POST", "/api/plugin/execute", new { action = "EXECUTE_HTTP_REQUEST", seller, browser, request = new { url } });

            Assert.Equal(200, status);
            var data = JsonElement.Parse(text).GetProperty("data");
            Assert.Equal((seller, url), (data.GetProperty("of").GetString(), data.GetProperty("url").GetString()));
        });
    }

    private async Task<string> UploadAsync(string seller)
    {
        using var content = new ByteArrayContent([1, 2, 3]) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };
        var (_, text) = await _bridge.Http.SayAsync("POST", $"/api/uploads?seller={seller}", content);
        return JsonElement.Parse(text).GetProperty("upload_id").GetString()!;
    }

    private static string Id(string text) => JsonElement.Parse(text).GetProperty("id").GetString()!;

    private static object Write(string seller) => new
    {
        action = "EXECUTE_HTTP_REQUEST",
        seller,
        request = new { url = "https://www.vinted.fr/api/v2/items/1", method = "DELETE" },
    };

    private static object Read(string seller) => new
    {
        action = "EXECUTE_HTTP_REQUEST",
        seller,
        request = new { url = "https://www.vinted.fr/api/v2/users/current" },
    };
}
