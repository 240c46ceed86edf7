using System.Text;
using System.Text.RegularExpressions;
using StoFlow.IntegrationTests.Bridge;

namespace StoFlow.IntegrationTests.Door;

/// <summary>
/// Requests that two readers could cut apart differently. Whatever the bridge makes of one, the request hidden in its body is never answered,
/// and nothing of it is a fault of the bridge.
/// </summary>
public sealed partial class SmugglingTests(House house) : IClassFixture<House>
{
    private const string Name = "smuggled";

    /// <summary>What is added to an honest head, and the body before the hidden request.</summary>
    public static TheoryData<string, string> Shapes => new()
    {
        { "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n" },
        { "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n" },
        { "Content-Length: 5\r\nContent-Length: 6\r\n", "0\r\n\r\n" },
        { "Content-Length: 5, 6\r\n", "0\r\n\r\n" },
        { "Content-Length: -1\r\n", "" },
        { "Content-Length: 0x5\r\n", "0\r\n\r\n" },
        { "Content-Length: 99999999999999999999\r\n", "" },
        { "Content-Length : 5\r\n", "0\r\n\r\n" },
        { "Transfer-Encoding : chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n" },
        { "Transfer-Encoding:\tchunked\r\nContent-Length: 5\r\n", "0\r\n\r\n" },
        { "Transfer-Encoding:\r\n chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n" },
        { "Transfer-Encoding: xchunked\r\n", "0\r\n\r\n" },
        { "Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n" },
        { "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n" },
        { "Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n" },
        { "Transfer-Encoding: chunked\0\r\n", "0\r\n\r\n" },
        { "Transfer-Encoding: chunked\r\n", "ffffffffffffffff\r\n" },
        { "Transfer-Encoding: chunked\r\n", "7fffffff\r\n" },
        { "Transfer-Encoding: chunked\r\n", "-1\r\n" },
        { "Transfer-Encoding: chunked\r\n", "2;\nxx\r\n4c\r\n0\r\n\r\n" },
        { "Transfer-Encoding: chunked\r\n", "1\nx\n0\n\n" },
        { "Transfer-Encoding: chunked\r\n", "g\r\nx\r\n0\r\n\r\n" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task A_request_in_another_one_s_body_is_not_answered(string header, string body)
    {
        var hidden = $$"""{"name":"{{Name}}"}""";
        var said = await RawCall.SayAsync(
            house.Bridge.Url,
            $"{Head("POST /api/commands")}Content-Type: application/json\r\n{header}\r\n{body}"
            + $"{Head("POST /api/sellers")}Content-Type: application/json\r\nContent-Length: {hidden.Length}\r\n\r\n{hidden}");

        Assert.StartsWith("HTTP/1.1 4", said, StringComparison.Ordinal);
        Assert.Single(StatusLine().Matches(said));
        Assert.DoesNotContain(Name, (await house.Bridge.Http.SayAsync("GET", "/api/sellers")).Text, StringComparison.Ordinal);
        Assert.Empty(house.Bridge.Faults);
    }

    [Theory]
    [InlineData("GET http://evil.example/api/me HTTP/1.1\r\nHOST")]
    [InlineData("GET http://BRIDGE/api/me HTTP/1.1\r\nHost: evil.example\r\nTOKEN")]
    [InlineData("GET /api/me HTTP/1.1\r\nHOSTHost: evil.example\r\n")]
    [InlineData("GET /api/me HTTP/1.1\r\nHost: evil.example\r\nHOST")]
    [InlineData("GET /api/me HTTP/1.1\r\nHost: BRIDGE@evil.example\r\nTOKEN")]
    [InlineData("GET /api/me HTTP/1.1\r\nHost: BRIDGE, evil.example\r\nTOKEN")]
    [InlineData("GET /api/me HTTP/1.1\r\nHost: BRIDGE/evil\r\nTOKEN")]
    [InlineData("GET /api/me HTTP/1.1\r\nHost:\r\nTOKEN")]
    [InlineData("GET /api/me HTTP/1.1\r\nHOSTAuthorization: Basic x\r\n")]
    [InlineData("GET /api/me HTTP/1.1\r\nHOSTX: a\rb\r\n")]
    [InlineData("GET /api/me HTTP/1.1\r\nHOSTX: a\0b\r\n")]
    [InlineData("GET /api/me HTTP/1.1\r\nHOSTX\r\n")]
    [InlineData("GET /api/me\r\n")]
    [InlineData("GET  /api/me HTTP/1.1\r\nHOST")]
    [InlineData("GET /api/me HTTP/9.9\r\nHOST")]
    [InlineData("CONNECT BRIDGE HTTP/1.1\r\nHOST")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHOST")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n")]
    [InlineData("GET /api/me HTTP/2.0\r\nHOST")]
    [InlineData("GET /api/me%00 HTTP/1.1\r\nHOST")]
    [InlineData("GET /api/m\u00e9 HTTP/1.1\r\nHOST")]
    public async Task A_request_of_no_honest_shape_is_not_answered(string shape)
    {
        var said = await RawCall.SayAsync(house.Bridge.Url, Fill(shape) + "\r\n");

        Assert.DoesNotContain("HTTP/1.1 2", said, StringComparison.Ordinal);
        Assert.DoesNotContain("bridge_name", said, StringComparison.Ordinal);
        Assert.Empty(house.Bridge.Faults);
    }

    [Theory]
    [InlineData("Idempotency-Key: cl\u00e9", 400, "invalid_request")]
    [InlineData("Idempotency-Key: cl\u00c3\u00a9", 400, "invalid_request")]
    [InlineData("Origin: http://\u00e9vil.example", 403, "forbidden")]
    [InlineData("X-Of-Another: \u00ff", 400, "invalid_request")]
    public async Task Bytes_beyond_ASCII_in_a_header_are_a_mistake_like_any_other(string header, int status, string code)
    {
        var said = await RawCall.SayAsync(
            house.Bridge.Url, $"{Head("POST /api/commands")}{header}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}");

        Assert.StartsWith($"HTTP/1.1 {status} ", said, StringComparison.Ordinal);
        Assert.Contains($"\"code\":\"{code}\"", said, StringComparison.Ordinal);
        Assert.Empty(house.Bridge.Faults);
    }

    [Theory]
    [InlineData("chunked", 200)]
    [InlineData("CHUNKED", 200)]
    [InlineData("gzip, chunked", 415)]
    [InlineData("chunked\r\nTransfer-Encoding: chunked", 415)]
    public async Task What_was_done_to_a_body_beside_chunks_is_not_ignored(string transfer, int status)
    {
        var said = await RawCall.SayAsync(
            house.Bridge.Url,
            $"{Head("POST /api/sellers")}Content-Type: application/json\r\nTransfer-Encoding: {transfer}\r\nConnection: close\r\n\r\nf\r\n{{\"name\":\"anna\"}}\r\n0\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HTTP_2_in_the_clear_is_not_spoken()
    {
        // Preface and an empty SETTINGS frame: what a client with prior knowledge begins with.
        byte[] frame = [0, 0, 0, 4, 0, 0, 0, 0, 0];
        var said = await RawCall.SayAsync(house.Bridge.Url, (byte[])[.. Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), .. frame]);

        // HTTP/1 has no such method and no such version; what little comes is its refusal, or GOAWAY.
        Assert.DoesNotContain("HTTP/1.1 2", said, StringComparison.Ordinal);
        Assert.DoesNotContain("bridge_name", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upgrade_to_HTTP_2_is_not_taken()
    {
        var said = await RawCall.SayAsync(
            house.Bridge.Url,
            $"{Head("GET /api/me")}Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /api/commands/..", 404)]
    [InlineData("GET /api/commands/../tokens", 403)]
    [InlineData("GET /api/commands/%2e%2e/tokens", 403)]
    [InlineData("GET /api/commands/..%2ftokens", 404)]
    [InlineData("GET /api/commands/..%5ctokens", 404)]
    [InlineData("GET /api/commands//../../api/tokens", 404)]
    [InlineData("GET /API/TOKENS", 403)]
    [InlineData("GET /api/tokens/", 403)]
    [InlineData("GET /api/tokens;x=1", 404)]
    [InlineData("GET /api/%74okens", 403)]
    [InlineData("GET /page/../api/tokens", 403)]
    [InlineData("GET /api/commands/%F0%9F%A7%A5", 404)]
    [InlineData("GET /api/commands/%C0%AE%C0%AE", 404)]
    [InlineData("GET /api/commands/%E2%80%AE", 404)]
    [InlineData("GET /api/browsers/%27%20OR%201=1", 404)]
    [InlineData("GET /api/commands?seller=%27%20OR%201=1--", 403)]
    [InlineData("GET /api/commands?after=%27%22%00--", 400)]
    [InlineData("GET /api/audit?seller=bert&seller=anna", 400)]
    public async Task No_spelling_of_a_path_leads_around_the_check(string line, int status)
    {
        var token = await house.TokenAsync("read", "bert");
        var said = await RawCall.SayAsync(house.Bridge.Url, $"{line} HTTP/1.1\r\nHost: {Host}\r\nAuthorization: Bearer {token}\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("anna", said, StringComparison.Ordinal);
        Assert.Empty(house.Bridge.Faults);
    }

    private string Host => $"127.0.0.1:{house.Bridge.Url.Port}";

    private string Token => house.Bridge.Http.DefaultRequestHeaders.Authorization!.ToString();

    private string Head(string line) => $"{line} HTTP/1.1\r\nHost: {Host}\r\nAuthorization: {Token}\r\n";

    private string Fill(string shape) => shape
        .Replace("HOST", $"Host: {Host}\r\nTOKEN", StringComparison.Ordinal)
        .Replace("BRIDGE", Host, StringComparison.Ordinal)
        .Replace("TOKEN", $"Authorization: {Token}\r\n", StringComparison.Ordinal);

    [GeneratedRegex(@"^HTTP/1\.[01] [0-9]{3}", RegexOptions.Multiline)]
    private static partial Regex StatusLine();
}
