using System.Net;
using System.Net.Sockets;
using System.Text;

namespace StoFlow.IntegrationTests.Bridge;

/// <summary>What callers get wrong: each time the field is named, and nothing reaches the browser.</summary>
public sealed class BadInputTests(BridgeFixture fixture) : IClassFixture<BridgeFixture>
{
    private const string Url = "\"url\":\"https://www.vinted.fr/api/v2/items\"";

    [Theory]
    [InlineData("", "1 to 3600000 milliseconds")]
    [InlineData("\"timeout_ms\":1000,", "1 to 1000 milliseconds")]
    public async Task The_bounds_of_a_time_are_those_that_hold(string given, string bounds)
    {
        var body = $"{{\"action\":\"EXECUTE_HTTP_REQUEST\",\"seller\":\"demo\",{given}\"request\":{{{Url},\"timeout\":3600001}}}}";

        var reply = await fixture.Bridge.SendAsync("/api/plugin/execute", body);

        reply.IsProblem(400, "invalid_request", "request.timeout");
        Assert.Contains(bounds, reply.Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"seller":"demo"}""", "action")]
    [InlineData("""{"action":"EXECUTE_MAGIC","seller":"demo"}""", "action")]
    [InlineData("""{"action":"PING","seller":"nobody"}""", "seller")]
    [InlineData("""{"action":"PING","seller":5}""", "seller")]
    [InlineData("""{"action":"PING","seller":"demo","browser":"brw_none"}""", "browser")]
    [InlineData("""{"action":"PING","seller":"demo","site":"www.example.com"}""", "site")]
    [InlineData("""{"action":"PING","seller":"demo","timeout_ms":0}""", "timeout_ms")]
    [InlineData("""{"action":"PING","seller":"demo","timeout_ms":3600001}""", "timeout_ms")]
    [InlineData("""{"action":"PING","seller":"demo","timeout_ms":"soon"}""", "timeout_ms")]
    [InlineData("""{"action":"PING","seller":"demo","request":{"url":"x"}}""", "request")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo"}""", "request")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{}}""", "request.url")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{"url":""}}""", "request.url")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{"url":"/api/v2/items"}}""", "request.url")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{"url":"https://www.vinted.fr/api/v2/%2e%2e/x"}}""", "request.url")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{"url":"https://WWW.vinted.fr/api/v2/x"}}""", "request.url")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{"url":"https://www.vinted.fr/api/v2/x#y"}}""", "request.url")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{URL,"method":"GE T"}}""", "request.method")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{URL,"body":{}}}""", "request.body")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{URL,"method":"HEAD","body":1}}""", "request.body")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{URL,"credentials":"all"}}""", "request.credentials")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{URL,"timeout":-1}}""", "request.timeout")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","timeout_ms":1000,"request":{URL,"timeout":1001}}""", "request.timeout")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{URL,"content_type":"form"}}""", "request.content_type")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{URL,"headers":{"Cookie":"a=b"}}}""", "request.headers.Cookie")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{URL,"headers":{"host":"x"}}}""", "request.headers.host")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{URL,"headers":{"Origin":"x"}}}""", "request.headers.Origin")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{URL,"headers":{"Referer":"x"}}}""", "request.headers.Referer")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{URL,"headers":{"Authorization":"x"}}}""", "request.headers.Authorization")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{URL,"headers":{"Content-Length":"1"}}}""", "request.headers.Content-Length")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{URL,"headers":{"Sec-Fetch-Site":"x"}}}""", "request.headers.Sec-Fetch-Site")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{URL,"headers":{"Proxy-X":"x"}}}""", "request.headers.Proxy-X")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{URL,"headers":{"X-A":"a\r\nX-B: b"}}}""", "request.headers.X-A")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{URL,"headers":{"X A":"a"}}}""", "request.headers")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{URL,"headers":{"":"a"}}}""", "request.headers")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{URL,"headers":{"X-A":"a","x-a":"b"}}}""", "request.headers.x-a")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{URL,"headers":{"X-A":5}}}""", "request.headers.X-A")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{URL,"method":"POST","files":[{"field":"f","content":"AA=="}]}}""", "request.files")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{URL,"method":"POST","content_type":"multipart"}}""", "request.body")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{URL,"method":"POST","content_type":"multipart","body":[1]}}""", "request.body")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{URL,"method":"POST","content_type":"multipart","files":[{"field":"f","content":"not base64"}]}}""", "request.files[0].content")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{URL,"method":"POST","content_type":"multipart","files":[{"field":"f"}]}}""", "request.files[0].content")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{URL,"method":"POST","content_type":"multipart","files":[{"field":"f","upload_id":"upl_none"}]}}""", "request.files[0].upload_id")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{URL,"method":"POST","content_type":"multipart","files":[{"field":"f","filename":"../x","content":"AA=="}]}}""", "request.files[0].filename")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{URL},"requests":[{URL}]}""", "requests")]
    [InlineData("""{"action":"EXECUTE_BATCH_REQUESTS","seller":"demo","request":{URL}}""", "request")]
    [InlineData("""{"action":"EXECUTE_BATCH_REQUESTS","seller":"demo","requests":[]}""", "requests")]
    [InlineData("""{"action":"EXECUTE_BATCH_REQUESTS","seller":"demo","requests":[null]}""", "requests[0]")]
    [InlineData("""{"action":"EXECUTE_BATCH_REQUESTS","seller":"demo","requests":[{URL},{"url":"https://www.vinted.de/api/v2/items"}]}""", "requests[1].url")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","site":"www.vinted.de","request":{URL}}""", "site")]
    [InlineData("""{"action":"PING","action":"PING","seller":"demo"}""", "action")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{URL,"method":"GET","method":"HEAD"}}""", "request.method")]
    [InlineData("""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{URL,"headers":{"X-A":"a","X-A":"b"}}}""", "request.headers.X-A")]
    [InlineData("""{"action":"PING","seller":"demo","timeout_ms":1000.5}""", "timeout_ms")]
    public async Task The_field_is_named(string body, string field) =>
        (await fixture.Bridge.SendAsync("/api/plugin/execute", body.Replace("URL", Url, StringComparison.Ordinal))).IsProblem(400, "invalid_request", field);

    [Theory]
    [InlineData("http://www.vinted.fr/api/v2/items", "GET")]
    [InlineData("https://www.vinted.fr:8443/api/v2/items", "GET")]
    [InlineData("https://user@www.vinted.fr/api/v2/items", "GET")]
    [InlineData("https://www.example.com/api/v2/items", "GET")]
    [InlineData("https://www.vinted.fr.example.com/api/v2/items", "GET")]
    [InlineData("https://www.vinted.fr/web/api/auth/refresh", "POST")]
    [InlineData("https://www.vinted.fr/items", "GET")]
    [InlineData("ftp://www.vinted.fr/api/v2/items", "GET")]
    [InlineData("https://www.vinted.fr/api/v2/items", "TRACE")]
    [InlineData("https://www.vinted.fr/api/v2/items", "CONNECT")]
    public async Task What_lies_beyond_the_policy_is_refused(string url, string method) =>
        (await fixture.Bridge.ExecuteAsync(new { action = "EXECUTE_HTTP_REQUEST", seller = "demo", request = new { url, method } }))
            .IsProblem(403, "not_allowed_by_policy");

    [Theory]
    [InlineData(" https://www.vinted.fr/api/v2/items")]
    [InlineData("\thttps://www.vinted.fr/api/v2/items")]
    [InlineData("https://www.vinted.fr:443/api/v2/items")]
    [InlineData("https://www.Vinted.fr/api/v2/items")]
    public async Task Another_spelling_of_what_is_allowed_is_told_as_a_spelling(string url) =>
        (await fixture.Bridge.ExecuteAsync(new { action = "EXECUTE_HTTP_REQUEST", seller = "demo", request = new { url } }))
            .IsProblem(400, "invalid_request", "request.url");

    [Fact]
    public async Task A_hundred_and_one_requests_are_too_many() =>
        (await fixture.Bridge.ExecuteAsync(new
        {
            action = "EXECUTE_BATCH_REQUESTS",
            seller = "demo",
            requests = Enumerable.Repeat(new { url = "https://www.vinted.fr/api/v2/items" }, 101),
        })).IsProblem(400, "invalid_request", "requests");

    [Fact]
    public async Task A_header_s_name_that_is_too_long_is_told_so()
    {
        var name = new string('x', 101);
        var reply = await fixture.Bridge.SendAsync(
            "/api/plugin/execute",
            new { action = "EXECUTE_HTTP_REQUEST", seller = "demo", request = new { url = "https://www.vinted.fr/api/v2/items", headers = new Dictionary<string, string> { [name] = "a" } } });

        reply.IsProblem(400, "invalid_request", "request.headers");
        Assert.Contains("100 characters", reply.Text("detail"), StringComparison.Ordinal);
        Assert.DoesNotContain(name, reply.Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/uploads", "{}", "size", "size, sha256: required.")]
    [InlineData("/api/tokens", """{"name":"x"}""", "scope", "scope, sellers: required.")]
    [InlineData(
        "/api/plugin/execute", """{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{URL,"headers":{"X: A":5}}}""", "request.headers['X: A']",
        "request.headers['X: A']: not of the type that is due, a text.")]
    [InlineData("/api/plugin/execute", """{"action":"PING","timeout_ms":"5"}""", "timeout_ms", "timeout_ms: not of the type that is due, a number.")]
    [InlineData("/api/plugin/execute", """{"action":"PING","timeout_ms":1.5}""", "timeout_ms", "timeout_ms: not of the type that is due, a whole number up to 2147483647.")]
    [InlineData("/api/plugin/execute", """{"action":"PING","request":[]}""", "request", "request: not of the type that is due, an object.")]
    [InlineData("/api/plugin/execute", """{"action":"PING","requests":{}}""", "requests", "requests: not of the type that is due, a list.")]
    [InlineData("/api/plugin/execute", """{"action":"PING","request":{URL,"headers":[]}}""", "request.headers", "request.headers: not of the type that is due, an object.")]
    public async Task The_field_is_one_field_s_name(string path, string body, string field, string detail)
    {
        var reply = await fixture.Bridge.SendAsync(path, body.Replace("URL", Url, StringComparison.Ordinal));

        reply.IsProblem(400, "invalid_request", field);
        Assert.Equal(detail, reply.Text("detail"));
    }

    [Theory]
    [InlineData("""{"action":null}""", "action", "action: null; a value is due.")]
    [InlineData("""{"action":"PING","seller":"\ud800"}""", "seller", "seller: half of a surrogate pair; a text of whole characters is due.")]
    [InlineData("""{"action":"PING","timeout_ms":NaN}""", "timeout_ms", "timeout_ms: not valid JSON (line 1, byte 31).")]
    public async Task What_is_broken_is_told_from_what_is_of_another_type(string body, string field, string detail)
    {
        var reply = await fixture.Bridge.SendAsync("/api/plugin/execute", body.Replace("URL", Url, StringComparison.Ordinal));

        reply.IsProblem(400, "invalid_request", field);
        Assert.Equal(detail, reply.Text("detail"));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"PING\"")]
    public async Task What_is_no_object_is_refused(string body) =>
        (await fixture.Bridge.SendAsync("/api/plugin/execute", body)).IsProblem(400, "invalid_request");

    [Theory]
    [InlineData("[]", "Not valid JSON of the shape that is due, an object.")]
    [InlineData("5", "Not valid JSON of the shape that is due, an object.")]
    [InlineData("""{"action":"PING","z":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[""", "z: nested too deeply; 64 levels at most.")]
    public async Task What_shape_is_due_is_told(string body, string detail) =>
        Assert.Equal(detail, (await fixture.Bridge.SendAsync("/api/plugin/execute", body)).Text("detail"));

    [Theory]
    [InlineData("")]
    [InlineData("é")]
    [InlineData("LONG")]
    public async Task A_key_is_short_and_printable(string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/plugin/execute")
        {
            Content = new StringContent("""{"action":"PING","seller":"demo"}""", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")),
        };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key == "LONG" ? new string('k', 201) : key);
        using var http = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1 }) { BaseAddress = fixture.Bridge.Url };
        http.DefaultRequestHeaders.Authorization = fixture.Bridge.Http.DefaultRequestHeaders.Authorization;
        using var response = await http.SendAsync(request, TestBridge.Ct);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused()
    {
        var body = $$"""{"action":"PING","seller":"demo","x":"{{new string('x', 17 * 1024 * 1024)}}"}""";
        (await fixture.Bridge.SendAsync("/api/plugin/execute", body)).IsProblem(413, "invalid_request");
    }

    [Fact]
    public async Task Wrong_addresses_and_methods_are_problems_too()
    {
        (await fixture.Bridge.GetAsync("/api/nothing")).IsProblem(404, "not_found");
        (await fixture.Bridge.GetAsync("/api/plugin/execute")).IsProblem(405, "invalid_request");
        (await fixture.Bridge.GetAsync("/openapi/v2.json")).IsProblem(404, "not_found");
        (await fixture.Bridge.GetAsync("/page/")).IsProblem(404, "not_found");
        (await fixture.Bridge.GetAsync("/page/none.js")).IsProblem(404, "not_found");
    }

    [Theory]
    [InlineData("/api/commands/x?wait_ms=soon", "wait_ms")]
    [InlineData("/api/commands/x?wait_ms=", "wait_ms")]
    [InlineData("/api/commands/x?wait_ms=99999999999", "wait_ms")]
    [InlineData("/api/commands/x?wait_ms=-1", "wait_ms")]
    [InlineData("/api/commands?limit=many", "limit")]
    [InlineData("/api/commands?limit=1&limit=2", "limit")]
    [InlineData("/api/commands?after=yesterday", "after")]
    [InlineData("/api/audit?limit=many", "limit")]
    [InlineData("/api/audit?after=yesterday", "after")]
    [InlineData("/api/commands?seller=demo&seller=demo", "seller")]
    [InlineData("/api/commands?seller=", "seller")]
    [InlineData("/api/commands?state=", "state")]
    [InlineData("/api/commands?state=done&state=failed", "state")]
    [InlineData("/api/commands?after=", "after")]
    [InlineData("/api/audit?seller=demo&seller=demo", "seller")]
    [InlineData("/api/audit?after=", "after")]
    [InlineData("/api/audit?limit=", "limit")]
    [InlineData("/api/events?seller=demo&seller=demo", "seller")]
    [InlineData("/api/events?after=", "after")]
    public async Task A_parameter_of_the_address_is_named_too(string path, string field) =>
        (await fixture.Bridge.GetAsync(path)).IsProblem(400, "invalid_request", field);

    [Fact]
    public async Task Nesting_has_an_end_that_is_told()
    {
        static string Body(int levels) =>
            $$$"""{"action":"EXECUTE_HTTP_REQUEST","seller":"demo","request":{{{{Url}}},"method":"POST","body":{{{new string('[', levels)}}}{{{new string(']', levels)}}}}}""";

        (await fixture.Bridge.SendAsync("/api/plugin/execute", Body(63))).IsProblem(400, "invalid_request", "request.body");
        (await fixture.Bridge.SendAsync("/api/plugin/execute", Body(10_000))).IsProblem(400, "invalid_request", "request.body");
    }

    [Theory]
    [InlineData("application/json; charset=utf-16", null, "Content-Type")]
    [InlineData("application/json; charset=iso-8859-1", null, "Content-Type")]
    [InlineData("text/json", null, "Content-Type")]
    [InlineData("application/json", "gzip", "Content-Encoding")]
    public async Task Bodies_are_plain_UTF_8_JSON(string type, string? encoding, string field)
    {
        using var content = new ByteArrayContent("""{"action":"PING","seller":"demo"}"""u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (encoding is not null) content.Headers.ContentEncoding.Add(encoding);
        using var response = await fixture.Bridge.Http.PostAsync("/api/plugin/execute", content, TestBridge.Ct);

        (await Reply.ReadAsync(response)).IsProblem(415, "invalid_request", field);
    }

    [Fact]
    public async Task Text_that_is_no_UTF_8_is_refused_and_a_byte_order_mark_does_no_harm()
    {
        (await PostAsync([.. "{\"action\":\"PING\",\"seller\":\"demo\",\"x\":\""u8, 0xFF, .. "\"}"u8])).IsProblem(400, "invalid_request");
        Assert.Equal(HttpStatusCode.OK, (await PostAsync([0xEF, 0xBB, 0xBF, .. """{"action":"PING","seller":"demo"}"""u8])).Status);
    }

    // Many clients look for an answer only when everything is sent: cut off before, they would never hear it.
    [Theory]
    [InlineData("/api/plugin/execute", "application/json", 200)]
    [InlineData("/api/tokens", "application/json", 20)]
    [InlineData("/api/uploads", "application/octet-stream", 60)]
    public async Task A_body_far_beyond_the_limit_is_answered_once_it_is_sent(string path, string type, int megabytes)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, fixture.Bridge.Url.Port, TestBridge.Ct);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{fixture.Bridge.Url.Port}\r\nAuthorization: {fixture.Bridge.Http.DefaultRequestHeaders.Authorization}\r\n"
                + $"Content-Type: {type}\r\nContent-Length: {megabytes * 1024 * 1024}\r\nConnection: close\r\n\r\n"),
            TestBridge.Ct);
        var megabyte = new byte[1024 * 1024];
        for (var i = 0; i < megabytes; i++) await stream.WriteAsync(megabyte, TestBridge.Ct);

        using var reader = new StreamReader(stream);
        Assert.StartsWith("HTTP/1.1 413", await reader.ReadLineAsync(TestBridge.Ct), StringComparison.Ordinal);
        Assert.Contains("\"invalid_request\"", await reader.ReadToEndAsync(TestBridge.Ct), StringComparison.Ordinal);
    }

    private async Task<Reply> PostAsync(byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue("application/json");
        using var response = await fixture.Bridge.Http.PostAsync("/api/plugin/execute", content, TestBridge.Ct);
        return await Reply.ReadAsync(response);
    }

    [Fact]
    public void Nothing_reached_the_browser() => Assert.DoesNotContain(fixture.Plugin.Commands, command => command.Action != "PING");
}
