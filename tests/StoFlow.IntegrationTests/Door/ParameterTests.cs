using System.Text.Json;
using StoFlow.IntegrationTests.Bridge;

namespace StoFlow.IntegrationTests.Door;

/// <summary>Parameters of addresses: each once and with a value, or not at all.</summary>
public sealed class ParameterTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task Whatever_is_given_twice_or_empty_is_refused_by_its_name()
    {
        var wrong = new List<string>();
        var seen = 0;
        foreach (var (method, path, name) in await DescribedAsync())
        {
            foreach (var query in new[] { $"{name}=1&{name}=1", $"{name}=", name, $"{name}=1&{name.ToUpperInvariant()}=1" })
            {
                seen++;
                var (status, text) = await house.Bridge.Http.SayAsync(method, $"{path}?{query}", Body(method));
                var field = status == 400 ? JsonElement.Parse(text).GetProperty("field").GetString() : null;
                if (field != name) wrong.Add($"{method} {path}?{query}: {status} {field}");
            }
        }

        Assert.Empty(wrong);
        Assert.True(seen >= 4 * 11, $"{seen} were tried");
    }

    [Theory]
    [InlineData("/api/commands?seller=anna&seller=anna")]
    [InlineData("/api/audit?seller=anna&seller=anna")]
    [InlineData("/api/events?seller=anna&seller=anna")]
    public async Task A_seller_s_own_token_hears_the_same(string path)
    {
        using var anna = house.Bridge.Client(await house.TokenAsync("read", "anna"));

        Assert.Equal(400, (await anna.SayAsync("GET", path)).Status);
    }

    [Fact]
    public async Task The_last_event_is_named_once()
    {
        var said = await RawCall.SayAsync(
            house.Bridge.Url,
            $"GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:{house.Bridge.Url.Port}\r\nAuthorization: Bearer {await house.TokenAsync("read", "*")}\r\n"
            + "Last-Event-ID: run_a-1\r\nLast-Event-ID: run_a-2\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", said, StringComparison.Ordinal);
        Assert.Contains("\"field\":\"Last-Event-ID\"", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_no_route_knows_is_ignored_as_in_a_body() =>
        Assert.Equal(200, (await house.Bridge.Http.SayAsync("GET", "/api/commands?x=1&x=2&y=&seller=anna")).Status);

    [Fact]
    public async Task A_part_of_the_path_is_no_parameter() =>
        Assert.Equal(200, (await house.Bridge.Http.SayAsync("POST", "/api/lanes/anna/www.vinted.fr/pause?seller=&site=x&site=y")).Status);

    private async Task<List<(string Method, string Path, string Name)>> DescribedAsync()
    {
        var all = new List<(string, string, string)>();
        foreach (var path in (await house.Bridge.GetAsync("/openapi/v1.json")).Json.GetProperty("paths").EnumerateObject())
            foreach (var operation in path.Value.EnumerateObject())
            {
                if (!operation.Value.TryGetProperty("parameters", out var parameters)) continue;
                all.AddRange(parameters.EnumerateArray()
                    .Where(parameter => parameter.GetProperty("in").GetString() == "query")
                    .Select(parameter => (operation.Name.ToUpperInvariant(), path.Name.Replace("{id}", house.UploadId, StringComparison.Ordinal), parameter.GetProperty("name").GetString()!)));
            }

        return all;
    }

    private static ByteArrayContent? Body(string method) =>
        method == "GET" ? null : new ByteArrayContent([1, 2, 3]) { Headers = { ContentType = new("image/jpeg") } };
}
