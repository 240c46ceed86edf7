using System.Net;
using System.Text;

namespace StoFlow.IntegrationTests.Bridge;

/// <summary>What callers get wrong: each time the field is named, and nothing reaches the browser.</summary>
public sealed class BadInputTests(BridgeFixture fixture) : IClassFixture<BridgeFixture>
{
    private const string Url = "\"url\":\"https://www.vinted.fr/api/v2/items\"";

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

    [Fact]
    public async Task A_hundred_and_one_requests_are_too_many() =>
        (await fixture.Bridge.ExecuteAsync(new
        {
            action = "EXECUTE_BATCH_REQUESTS",
            seller = "demo",
            requests = Enumerable.Repeat(new { url = "https://www.vinted.fr/api/v2/items" }, 101),
        })).IsProblem(400, "invalid_request", "requests");

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"PING\"")]
    public async Task What_is_no_object_is_refused(string body) =>
        (await fixture.Bridge.SendAsync("/api/plugin/execute", body)).IsProblem(400, "invalid_request");

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
        (await fixture.Bridge.GetAsync("/api/commands/x?wait_ms=soon")).IsProblem(400, "invalid_request");
    }

    [Fact]
    public void Nothing_reached_the_browser() => Assert.DoesNotContain(fixture.Plugin.Commands, command => command.Action != "PING");
}
