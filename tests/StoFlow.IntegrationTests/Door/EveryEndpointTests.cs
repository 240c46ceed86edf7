using System.Net.Http.Headers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using StoFlow.Bridge.Policy;
using StoFlow.IntegrationTests.Bridge;

namespace StoFlow.IntegrationTests.Door;

/// <summary>Walks everything that is mapped. An endpoint without a case here fails the build: nobody adds a way in without saying who may use it.</summary>
public sealed class EveryEndpointTests(House house) : IClassFixture<House>
{
    private const string Execute = """{"action":"PING","seller":"anna"}""";

    private static readonly EndpointCase[] All =
    [
        new("GET /", null),
        new("HEAD /", null),
        new("GET /page/words.json", null),
        new("GET /page/{**file}", null, _ => "/page/page.js"),
        new("GET /api/health", null),
        new("GET /api/health/ready", null),
        new("HEAD /api/health", null),
        new("HEAD /api/health/ready", null),
        new("ANY /ws/plugin", null),

        new("POST /api/plugin/execute", "read", null, _ => Json(Execute), 403),
        new("POST /api/commands", "read", null, _ => Json(Execute), 403),
        new("GET /api/commands", "read"),
        new("GET /api/commands/{id}", "read", house => $"/api/commands/{house.CommandId}", null, 404),
        new("POST /api/commands/{id}/cancel", "read", house => $"/api/commands/{house.CommandId}/cancel", null, 404),
        new("GET /api/events", "read", _ => "/api/events?seller=anna", null, 403),
        new("POST /api/uploads", "write", _ => "/api/uploads?seller=anna", _ => Bytes(), 403),
        new("GET /api/uploads/{id}", "write", house => $"/api/uploads/{house.UploadId}", null, 404),
        new("PATCH /api/uploads/{id}", "write", house => $"/api/uploads/{house.UploadId}?offset=0", _ => Bytes(), 404),
        new("GET /api/lanes", "read"),
        new("POST /api/lanes/{seller}/{site}/pause", "write", _ => "/api/lanes/anna/www.vinted.fr/pause", null, 403),
        new("POST /api/lanes/{seller}/{site}/resume", "write", _ => "/api/lanes/anna/www.vinted.fr/resume", null, 403),

        new("GET /api/plugin/status", "read"),
        new("GET /api/sellers", "read"),
        new("POST /api/sellers", "admin", null, _ => new { name = "anna" }, 403),
        new("DELETE /api/sellers/{name}", "admin", _ => "/api/sellers/anna", null, 403),
        new("GET /api/browsers", "read"),
        new("GET /api/browsers/{id}", "read", house => $"/api/browsers/{house.BrowserId}", null, 404),
        new("PATCH /api/browsers/{id}", "admin", house => $"/api/browsers/{house.BrowserId}", _ => new { name = "stolen" }, 404),
        new("DELETE /api/browsers/{id}", "admin", house => $"/api/browsers/{house.BrowserId}", null, 404),
        new("POST /api/pairings", "admin", null, _ => new { seller = "anna" }, 403),
        new("GET /api/pairings/{id}", "admin", house => $"/api/pairings/{house.PairingId}", null, 404),
        new("GET /api/tokens", "admin"),
        new("POST /api/tokens", "admin", null, _ => new { name = "x", scope = "read", sellers = new[] { "anna" } }, 403),
        new("POST /api/tokens/{id}/rotate", "admin", house => $"/api/tokens/{house.AnnasToken.Id}/rotate", null, 404),
        new("DELETE /api/tokens/{id}", "admin", house => $"/api/tokens/{house.AnnasToken.Id}", null, 404),
        new("GET /api/audit", "read"),
        new("GET /api/me", "read"),
        new("GET /api/doctor", "admin", null, null, 403),
        new("GET /metrics", "read"),
        new("GET /openapi/{documentName:regex(^v1$)}.json", "read", _ => "/openapi/v1.json"),
    ];

    public static TheoryData<EndpointCase> Closed => [.. All.Where(endpoint => endpoint.Scope is not null)];

    public static TheoryData<EndpointCase> Open => [.. All.Where(endpoint => endpoint.Scope is null)];

    [Fact]
    public void Every_endpoint_has_a_case_and_says_whom_it_is_for()
    {
        var mapped = house.Bridge.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["ANY"]).Select(method =>
                ($"{method} {Pattern(endpoint)}", endpoint.Metadata.GetMetadata<CallerAccess>())))
            .ToArray();

        Assert.All(mapped, endpoint => Assert.NotNull(endpoint.Item2));
        Assert.Equal(
            All.Select(known => $"{known.Route}: {known.Scope}").Order(StringComparer.Ordinal),
            mapped.Select(endpoint => $"{endpoint.Item1}: {endpoint.Item2?.Scope}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Closed))]
    public async Task Without_a_good_token_it_is_shut(EndpointCase endpoint)
    {
        var good = await house.TokenAsync(endpoint.Scope!, "*");
        string?[] bad = [null, "", "Basic " + good, "Bearer", "Bearer ", "Bearer " + good[..^1], "Bearer x" + good, $"Bearer {good}, Bearer {good}", good];
        foreach (var authorization in bad)
        {
            using var client = house.Bridge.Client();
            var headers = authorization is null ? [] : new[] { ("Authorization", authorization) };
            var (status, text) = await client.SayAsync(endpoint.Method, endpoint.PathIn(house), endpoint.Body?.Invoke(house), headers);

            Assert.True(status == 401, $"{authorization ?? "nothing"}: {status}");
            Assert.Contains("\"unauthorized\"", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Closed))]
    public async Task A_token_in_the_address_or_a_cookie_is_none(EndpointCase endpoint)
    {
        var good = await house.TokenAsync(endpoint.Scope!, "*");
        using var client = house.Bridge.Client();
        var path = endpoint.PathIn(house);

        var (status, _) = await client.SayAsync(
            endpoint.Method, $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}token={good}&access_token={good}", endpoint.Body?.Invoke(house),
            ("Cookie", $"token={good}; Authorization=Bearer {good}"), ("X-Api-Key", good));

        Assert.Equal(401, status);
    }

    [Theory]
    [MemberData(nameof(Closed))]
    public async Task A_lesser_scope_is_not_enough(EndpointCase endpoint)
    {
        foreach (var scope in new[] { "read", "write" }.TakeWhile(scope => scope != endpoint.Scope))
        {
            using var client = house.Bridge.Client(await house.TokenAsync(scope, "*"));
            var (status, text) = await client.SayAsync(endpoint.Method, endpoint.PathIn(house), endpoint.Body?.Invoke(house));

            Assert.Equal(403, status);
            Assert.Contains("\"forbidden\"", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Closed))]
    public async Task Another_seller_s_token_gets_nothing_of_hers(EndpointCase endpoint)
    {
        using var client = house.Bridge.Client(await house.TokenAsync(endpoint.Scope!, "bert"));

        var (status, text) = await client.SayAsync(endpoint.Method, endpoint.PathIn(house), endpoint.Body?.Invoke(house));

        Assert.Equal(endpoint.Others, status);
        foreach (var hers in new[] { "\"anna\"", "annas-laptop", house.BrowserId, house.CommandId, house.UploadId, house.AnnasToken.Id })
            Assert.DoesNotContain(hers, text, StringComparison.Ordinal);
        await StillHersAsync();
    }

    [Theory]
    [MemberData(nameof(Open))]
    public async Task What_is_open_asks_for_no_token_and_tells_nothing_of_anybody(EndpointCase endpoint)
    {
        using var client = house.Bridge.Client();

        var (status, text) = await client.SayAsync(endpoint.Method == "ANY" ? "GET" : endpoint.Method, endpoint.PathIn(house));

        Assert.Equal(endpoint.Route == "ANY /ws/plugin" ? 403 : 200, status);
        Assert.DoesNotContain("anna", text, StringComparison.Ordinal);
        Assert.DoesNotContain("stf_A", text, StringComparison.Ordinal);
    }

    private async Task StillHersAsync()
    {
        Assert.Equal("annas-laptop", (await house.Bridge.GetAsync($"/api/browsers/{house.BrowserId}")).Text("name"));
        Assert.Null(house.Plugin.CloseCode);
    }

    private static string Pattern(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.Trim('/');

    private static StringContent Json(string text) => new(text, new MediaTypeHeaderValue("application/json"));

    private static ByteArrayContent Bytes() => new([1, 2, 3]) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };
}
