using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using StoFlow.Bridge.Storage;
using StoFlow.IntegrationTests.Bridge;

namespace StoFlow.IntegrationTests.Door;

/// <summary>Health, page, audit, doctor, metrics, description.</summary>
public sealed class OpsTests(House house) : IClassFixture<House>
{
    private static CancellationToken Ct => TestBridge.Ct;

    [Fact]
    public async Task Health_is_the_contract_s()
    {
        using var client = house.Bridge.Client();
        var health = await client.SayAsync("GET", "/api/health");
        Assert.Equal((200, """{"status":"ok","service":"StoFlow API Bridge","version":"0.1.0"}"""), health);
        Assert.Equal((200, """{"status":"ready"}"""), await client.SayAsync("GET", "/api/health/ready"));
    }

    [Theory]
    [InlineData("fr", "Jeton")]
    [InlineData("en", "Token")]
    public async Task The_page_speaks_the_browser_s_language(string accepted, string word)
    {
        using var client = house.Bridge.Client();
        using var words = await client.KnockAsync("GET", "/page/words.json", null, ("Accept-Language", accepted));

        Assert.Equal(word, JsonDocument.Parse(await words.Content.ReadAsStringAsync(Ct)).RootElement.GetProperty("token").GetString());
        Assert.Contains("Accept-Language", words.Headers.Vary);
    }

    [Fact]
    public async Task The_page_may_load_its_own_files_only_and_stands_in_no_frame()
    {
        using var client = house.Bridge.Client();
        using var page = await client.KnockAsync("GET", "/");
        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));

        Assert.StartsWith("default-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        using var again = await client.KnockAsync("GET", "/", null, ("If-None-Match", page.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task The_audit_list_shows_admins_everything_and_others_their_sellers()
    {
        var all = Lines(await house.Bridge.GetAsync("/api/audit?limit=500"));
        using var anna = house.Bridge.Client(await house.TokenAsync("read", "anna"));
        var hers = Lines(await GetAsync(anna, "/api/audit"));

        Assert.Contains(all, line => line is ("token.made", null));
        foreach (var what in new[] { "seller.made", "pairing.made", "browser.paired", "command.ended", "lane.paused" })
            Assert.Contains(hers, line => line == (what, "anna"));
        Assert.All(hers, line => Assert.Equal("anna", line.Seller));
        Assert.Equal(403, (await anna.SayAsync("GET", "/api/audit?seller=bert")).Status);
        using var everyone = house.Bridge.Client(await house.TokenAsync("write", "*"));
        Assert.All(Lines(await GetAsync(everyone, "/api/audit")), line => Assert.NotNull(line.Seller));
    }

    [Fact]
    public async Task The_audit_list_says_who_cancelled_whose_command()
    {
        var (secret, view) = await house.Bridge.TokenAsync("write", "anna");
        using var back = house.Bridge.Client(secret);
        var id = JsonDocument.Parse((await back.SayAsync("POST", "/api/commands", new
        {
            action = "EXECUTE_HTTP_REQUEST", seller = "anna", request = new { url = "https://www.vinted.fr/api/v2/items/1", method = "PUT" },
        })).Text).RootElement.GetProperty("id").GetString()!;

        Assert.Equal("cancelled", (await house.Bridge.SendAsync($"/api/commands/{id}/cancel", "")).Text("state"));
        await house.Bridge.SendAsync($"/api/commands/{id}/cancel", "");

        var about = (await house.Bridge.GetAsync("/api/audit?limit=500")).Json.GetProperty("entries").EnumerateArray()
            .Where(entry => entry.GetProperty("subject").GetString()?.StartsWith(id, StringComparison.Ordinal) is true)
            .Select(entry => (entry.GetProperty("what").GetString(), entry.GetProperty("actor").GetString())).ToArray();
        Assert.Equal(["command.ended by the back end", "command.cancelled by the operator"], about.Select(line =>
            $"{line.Item1} by {(line.Item2 == $"token:{view.Name}" ? "the back end" : line.Item2 == "token:admin.token" ? "the operator" : line.Item2)}"));
    }

    [Fact]
    public async Task The_audit_list_is_read_page_by_page()
    {
        var seen = new List<long>();
        long? after = null;
        do
        {
            var page = (await house.Bridge.GetAsync($"/api/audit?limit=3{(after is null ? "" : $"&after={after}")}")).Json;
            seen.AddRange(page.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("seq").GetInt64()));
            after = page.TryGetProperty("next", out var next) ? next.GetInt64() : null;
        }
        while (after is not null);

        Assert.Equal(Enumerable.Range(1, (int)seen[0]).Select(seq => (long)seq).Reverse(), seen);
        (await house.Bridge.GetAsync("/api/audit?limit=0")).IsProblem(400, "invalid_request", "limit");
    }

    [Fact]
    public async Task The_chain_holds_after_everything_that_happened()
    {
        // Lines are gathered for a moment; whoever looks at the list finds what has happened so far.
        await house.Bridge.GetAsync("/api/audit?limit=1");
        await using var db = house.Bridge.Host.Services.GetRequiredService<SqliteWriter>().OpenReader();
        var verdict = await AuditChain.VerifyAsync(db, Ct);

        Assert.True(verdict.Whole);
        Assert.True(verdict.Lines > 5);
    }

    [Fact]
    public async Task The_doctor_looks_at_everything_and_names_what_is_not_well()
    {
        var checks = (await house.Bridge.GetAsync("/api/doctor")).Json.GetProperty("checks").EnumerateArray()
            .ToDictionary(check => check.GetProperty("name").GetString()!, check => check.GetProperty("status").GetString(), StringComparer.Ordinal);

        Assert.Equal(["admin_token", "audit", "browsers", "exposure", "site_answers", "space", "store", "tokens"], checks.Keys.Order(StringComparer.Ordinal));
        Assert.All(new[] { "admin_token", "audit", "browsers", "exposure", "store" }, name => Assert.Equal("ok", checks[name]));
    }

    [Fact]
    public async Task Metrics_are_Prometheus_text_without_a_seller_s_name()
    {
        using var client = house.Bridge.Client(await house.TokenAsync("read", "bert"));
        using var response = await client.KnockAsync("GET", "/metrics");
        var text = await response.Content.ReadAsStringAsync(Ct);

        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("\nstoflow_browsers_online 1\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("anna", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_route_is_described()
    {
        var paths = (await house.Bridge.GetAsync("/openapi/v1.json")).Json.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToArray();
        var mapped = house.Bridge.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/'))
            .Where(path => path.StartsWith("/api/", StringComparison.Ordinal) || path == "/metrics");

        Assert.Equal(mapped.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), paths.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_description_is_a_valid_document_that_leaves_nothing_open()
    {
        var text = (await house.Bridge.GetAsync("/openapi/v1.json")).Json.GetRawText();
        var (document, found) = OpenApiDocument.Parse(text, "json");

        Assert.Empty(found!.Errors);
        var operations = document!.Paths.SelectMany(path => path.Value.Operations!.Values).ToArray();
        Assert.Distinct(operations.Select(operation => operation.OperationId));
        Assert.All(operations, operation =>
        {
            Assert.Matches("^[a-z_]+[a-z]$", operation.OperationId);
            Assert.False(string.IsNullOrWhiteSpace(operation.Summary), operation.OperationId);
            Assert.NotEmpty(operation.Tags!);
            Assert.True(operation.Responses!["default"].Content!.ContainsKey("application/problem+json"));
            Assert.All(
                operation.Responses.Where(response => response.Key != "default" && response.Key != "204"),
                response => Assert.NotNull(Assert.Single(response.Value.Content!).Value.Schema));
        });
        Assert.Equal(2, operations.Count(operation => operation.Parameters?.Any(parameter => parameter.Name == "Idempotency-Key") == true));
    }

    [Theory]
    [InlineData("get /api/commands", "limit", 1, 200)]
    [InlineData("get /api/commands/{id}", "wait_ms", 0, 60_000)]
    [InlineData("get /api/audit", "limit", 1, 500)]
    public async Task Bounds_of_what_stands_in_the_address_are_described(string route, string name, int least, int most)
    {
        var (method, path) = (route.Split(' ')[0], route.Split(' ')[1]);
        var schema = (await house.Bridge.GetAsync("/openapi/v1.json")).Json.GetProperty("paths").GetProperty(path).GetProperty(method).GetProperty("parameters")
            .EnumerateArray().Single(parameter => parameter.GetProperty("name").GetString() == name).GetProperty("schema");

        Assert.Equal((least, most), (schema.GetProperty("minimum").GetInt32(), schema.GetProperty("maximum").GetInt32()));
        // The description says what the bridge does.
        var address = path.Replace("{id}", "0", StringComparison.Ordinal);
        (await house.Bridge.GetAsync($"{address}?{name}={least - 1}")).IsProblem(400, "invalid_request", name);
        (await house.Bridge.GetAsync($"{address}?{name}={most + 1}")).IsProblem(400, "invalid_request", name);
        Assert.NotEqual(400, (int)(await house.Bridge.GetAsync($"{address}?{name}={most}")).Status);
    }

    [Theory]
    [InlineData("ExecuteRequest", "timeout_ms", "minimum", 1)]
    [InlineData("ExecuteRequest", "timeout_ms", "maximum", 3_600_000)]
    [InlineData("ExecuteRequest", "requests", "maxItems", 100)]
    [InlineData("RequestBody", "timeout", "maximum", 3_600_000)]
    [InlineData("TokenRequest", "name", "maxLength", 64)]
    [InlineData("TokenRequest", "sellers", "maxItems", 100)]
    [InlineData("TokenRequest", "expires_in_s", "maximum", 315_360_000)]
    [InlineData("TokenRotation", "overlap_s", "maximum", 604_800)]
    [InlineData("BrowserRename", "name", "maxLength", 64)]
    [InlineData("UploadRequest", "size", "minimum", 1)]
    public async Task Bounds_of_what_stands_in_a_body_are_described(string record, string field, string bound, long value)
    {
        var schema = (await house.Bridge.GetAsync("/openapi/v1.json")).Json.GetProperty("components").GetProperty("schemas").GetProperty(record)
            .GetProperty("properties").GetProperty(field);

        Assert.Equal(value, schema.GetProperty(bound).GetInt64());
    }

    [Theory]
    [InlineData("Content-Digest", "patch /api/uploads/{id}", "patch /api/uploads/{id}", "post /api/uploads")]
    [InlineData("Idempotency-Key", null, "post /api/commands", "post /api/plugin/execute")]
    [InlineData("Last-Event-ID", null, "get /api/events")]
    public async Task Headers_that_a_route_reads_are_described(string header, string? required, params string[] routes)
    {
        var found = (await house.Bridge.GetAsync("/openapi/v1.json")).Json.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => (Route: $"{operation.Name} {path.Name}", operation.Value)))
            .Where(operation => operation.Value.TryGetProperty("parameters", out _))
            .SelectMany(operation => operation.Value.GetProperty("parameters").EnumerateArray().Select(parameter => (operation.Route, Parameter: parameter)))
            .Where(known => known.Parameter.GetProperty("name").GetString() == header)
            .ToArray();

        Assert.Equal(routes, found.Select(known => known.Route).Order(StringComparer.Ordinal));
        Assert.All(found, known =>
        {
            Assert.Equal("header", known.Parameter.GetProperty("in").GetString());
            Assert.Equal(known.Route == required, known.Parameter.TryGetProperty("required", out var due) && due.GetBoolean());
            Assert.False(string.IsNullOrWhiteSpace(known.Parameter.GetProperty("description").GetString()));
        });
    }

    [Fact]
    public async Task Who_only_wants_to_know_whether_it_runs_asks_with_HEAD()
    {
        using var client = house.Bridge.Client();
        foreach (var path in new[] { "/", "/api/health", "/api/health/ready" }) Assert.Equal((200, ""), await client.SayAsync("HEAD", path));
    }

    [Fact]
    public async Task Me_says_what_the_token_may_do()
    {
        using var client = house.Bridge.Client(await house.TokenAsync("write", "anna", "bert"));
        var (_, text) = await client.SayAsync("GET", "/api/me");
        var me = JsonDocument.Parse(text).RootElement;

        Assert.Equal(("write", 2, false), (me.GetProperty("scope").GetString(), me.GetProperty("sellers").GetArrayLength(), me.GetProperty("remote").GetBoolean()));
    }

    private static async Task<Reply> GetAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path, Ct);
        return await Reply.ReadAsync(response);
    }

    private static (string What, string? Seller)[] Lines(Reply reply) =>
    [
        .. reply.Json.GetProperty("entries").EnumerateArray().Select(entry => (
            entry.GetProperty("what").GetString()!, entry.TryGetProperty("seller", out var seller) ? seller.GetString() : null)),
    ];
}
