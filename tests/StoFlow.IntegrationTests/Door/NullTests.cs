using System.Text.Json.Nodes;
using StoFlow.IntegrationTests.Bridge;

namespace StoFlow.IntegrationTests.Door;

/// <summary>Every JSON body of the API with a null in every place of it: the caller's mistake each time, or none at all, and never ours.</summary>
public sealed class NullTests(House house) : IClassFixture<House>
{
    private const string Request =
        """{"url":"https://www.vinted.fr/api/v2/photos","method":"POST","content_type":"multipart","credentials":"include","timeout":5,"headers":{"X-A":"a"},"body":{"a":[1]},"files":[{"field":"f","filename":"a","mime_type":"image/png","content":"AA=="}]}""";

    [Theory]
    [InlineData("POST", "/api/plugin/execute", """{"action":"EXECUTE_HTTP_REQUEST","seller":"anna","browser":"b","site":"www.vinted.fr","timeout_ms":5,"request":ASKED}""")]
    [InlineData("POST", "/api/commands", """{"action":"EXECUTE_HTTP_REQUEST","seller":"anna","timeout_ms":5,"request":ASKED}""")]
    [InlineData("POST", "/api/commands", """{"action":"EXECUTE_BATCH_REQUESTS","seller":"anna","timeout_ms":5,"requests":[ASKED,ASKED]}""")]
    [InlineData("POST", "/api/commands", """{"action":"EXECUTE_SEQUENTIAL_REQUESTS","seller":"anna","timeout_ms":5,"requests":[ASKED]}""")]
    [InlineData("POST", "/api/sellers", """{"name":"anna"}""")]
    [InlineData("POST", "/api/pairings", """{"seller":"anna"}""")]
    [InlineData("POST", "/api/tokens", """{"name":"x","scope":"read","sellers":["anna","bert"],"expires_in_s":5}""")]
    [InlineData("POST", "/api/tokens/TOKEN/rotate", """{"overlap_s":5}""")]
    [InlineData("PATCH", "/api/browsers/BROWSER", """{"name":"annas-laptop"}""")]
    [InlineData("POST", "/api/uploads", """{"size":1,"sha256":"0000000000000000000000000000000000000000000000000000000000000000"}""")]
    public async Task A_null_is_no_fault_of_ours(string method, string path, string body)
    {
        path = path.Replace("TOKEN", (await house.Bridge.TokenAsync("read", "anna")).View.Id, StringComparison.Ordinal)
            .Replace("BROWSER", house.BrowserId, StringComparison.Ordinal);
        var whole = JsonNode.Parse(body.Replace("ASKED", Request, StringComparison.Ordinal))!;
        var wrong = new List<string>();
        foreach (var place in Places(whole))
        {
            var holed = whole.DeepClone();
            Hole(holed, place);
            var (status, text) = await house.Bridge.Http.SayAsync(method, path, holed);
            if (status is 500) wrong.Add($"{holed.ToJsonString()}: {text}");
        }

        Assert.Empty(wrong);
        Assert.Empty(house.Bridge.Faults);
    }

    [Fact]
    public async Task A_null_among_sellers_is_named() =>
        (await house.Bridge.SendAsync("/api/tokens", """{"name":"x","scope":"read","sellers":[null]}""")).IsProblem(400, "invalid_request", "sellers");

    // The way to each value, by names and positions.
    private static IEnumerable<object[]> Places(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(entry => Places(entry.Value).Prepend([]).Select(inner => (object[])[entry.Key, .. inner])),
        JsonArray list => Enumerable.Range(0, list.Count).SelectMany(i => Places(list[i]).Prepend([]).Select(inner => (object[])[i, .. inner])),
        _ => [],
    };

    private static void Hole(JsonNode node, object[] place)
    {
        for (var i = 0; i < place.Length - 1; i++) node = place[i] is int at ? node[at]! : node[(string)place[i]]!;
        if (place[^1] is int index) node[index] = null;
        else node[(string)place[^1]] = null;
    }
}
