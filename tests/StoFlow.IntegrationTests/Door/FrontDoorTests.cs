using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using StoFlow.Harness.FakePlugins;
using StoFlow.IntegrationTests.Bridge;
using StoFlow.Protocol;
using StoFlow.Protocol.Wire;

namespace StoFlow.IntegrationTests.Door;

/// <summary>The attacks on local bridges that are on record (peers.md §6), against a real one.</summary>
public sealed class FrontDoorTests(House house) : IClassFixture<House>
{
    private const string Firefox = "moz-extension://6f0e1f7c-6d2e-4f5e-9a52-3f5a6c1d2e3f";

    private static CancellationToken Ct => TestBridge.Ct;

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/api/health")]
    [InlineData("GET", "/api/plugin/status")]
    [InlineData("POST", "/api/plugin/execute")]
    [InlineData("GET", "/nothing/here")]
    [InlineData("GET", "/ws/plugin")]
    public async Task A_rebound_host_name_gets_nowhere_even_with_a_good_token(string method, string path)
    {
        foreach (var host in new[] { "evil.example", $"evil.example:{house.Bridge.Url.Port}", "127.0.0.1", $"localhost.evil.example:{house.Bridge.Url.Port}" })
        {
            var (status, text) = await house.Bridge.Http.SayAsync(method, path, method == "POST" ? new { action = "PING", seller = "anna" } : null, ("Host", host), ("Origin", Firefox));

            Assert.Equal(403, status);
            Assert.DoesNotContain("<html", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_a_host_header_there_is_no_answer()
    {
        Assert.StartsWith("HTTP/1.1 400", await RawAsync("GET /api/health HTTP/1.1\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 403", await RawAsync("GET /api/health HTTP/1.0\r\n\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData(Firefox)]
    public async Task A_foreign_page_gets_nowhere_and_no_CORS_answer(string origin)
    {
        foreach (var (method, path) in new[] { ("GET", "/api/plugin/status"), ("POST", "/api/commands"), ("OPTIONS", "/api/commands"), ("GET", "/") })
        {
            using var response = await house.Bridge.Http.KnockAsync(
                method, path, null, ("Origin", origin), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization"));

            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
            Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task A_form_of_a_foreign_page_gets_nowhere()
    {
        foreach (var type in new[] { "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x" })
        {
            using var content = new StringContent("""{"name":"mallory"}""");
            content.Headers.Remove("Content-Type");
            content.Headers.TryAddWithoutValidation("Content-Type", type);

            Assert.Equal(415, (await house.Bridge.Http.SayAsync("POST", "/api/sellers", content)).Status);
        }

        Assert.DoesNotContain("mallory", (await house.Bridge.Http.SayAsync("GET", "/api/sellers")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://evil.example")]
    [InlineData("http://127.0.0.1")]
    [InlineData("moz-extension://evil")]
    public async Task Only_an_extension_gets_a_socket(string? origin)
    {
        foreach (var path in new[] { "/ws/plugin", "/ws/plugin/", "/WS/PLUGIN", "/%77s/plugin" })
        {
            using var socket = new ClientWebSocket();
            socket.Options.AddSubProtocol(ProtocolVersion.Subprotocol);
            socket.Options.CollectHttpResponseDetails = true;
            if (origin is not null) socket.Options.SetRequestHeader("Origin", origin);

            await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new Uri($"ws://127.0.0.1:{house.Bridge.Url.Port}{path}"), Ct));

            Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
        }
    }

    [Fact]
    public async Task Both_browsers_extensions_get_one()
    {
        foreach (var origin in new[] { Firefox, "chrome-extension://abcdefghijklmnopabcdefghijklmnop" })
        {
            await using var socket = await FakeSocket.ConnectAsync(house.Bridge.Url, Ct, origin);
            Assert.Equal(43, (await socket.ExpectAsync<Hello>(Ct)).Challenge.Length);
        }
    }

    [Fact]
    public async Task Every_answer_carries_the_headers_that_keep_browsers_in_bounds()
    {
        foreach (var path in new[] { "/api/health", "/api/plugin/status", "/nothing", "/api/commands?limit=x" })
        {
            using var response = await house.Bridge.Http.KnockAsync("GET", path);

            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("no-store", Assert.Single(response.Headers.GetValues("Cache-Control")));
            Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
            Assert.Contains("frame-ancestors 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.DoesNotContain(response.Headers, header => header.Key is "Server" or "X-Powered-By" or "Set-Cookie");
        }
    }

    [Fact]
    public async Task Wrong_methods_and_unknown_paths_are_problems_like_any_other()
    {
        (await ReplyAsync("PUT", "/api/sellers")).IsProblem(405, "invalid_request");
        (await ReplyAsync("GET", "/api/nothing")).IsProblem(404, "not_found");
        (await ReplyAsync("GET", "/page/../admin.token")).IsProblem(404, "not_found");
        (await ReplyAsync("GET", "/page/%2e%2e%2fadmin.token")).IsProblem(404, "not_found");
        (await ReplyAsync("TRACE", "/api/health")).IsProblem(405, "invalid_request");
    }

    private async Task<Reply> ReplyAsync(string method, string path)
    {
        using var response = await house.Bridge.Http.KnockAsync(method, path);
        return await Reply.ReadAsync(response);
    }

    private async Task<string> RawAsync(string request)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, house.Bridge.Url.Port, Ct);
        await using var stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), Ct);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(Ct);
    }
}
