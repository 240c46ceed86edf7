using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using StoFlow.Sandbox;
using Xunit;

namespace StoFlow.IntegrationTests.SandboxTests;

/// <summary>The control service from a test.</summary>
internal sealed class ControlClient(SandboxServer sandbox) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri(sandbox.ControlUrl) };

    public async Task<JsonNode> Get(string path)
        => JsonNode.Parse(await _http.GetStringAsync("/control/" + path, TestContext.Current.CancellationToken))!;

    /// <summary>What a question with a mistake in it is answered.</summary>
    public async Task<JsonNode> Refused(string path)
    {
        using var answer = await _http.GetAsync("/control/" + path, TestContext.Current.CancellationToken);
        Assert.Equal(400, (int)answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }

    public async Task<JsonNode> Post(string path, string json = "{}", int expected = 200)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync("/control/" + path, content, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(expected == (int)answer.StatusCode, $"{(int)answer.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }

    public Task<JsonNode> Fault(string kind, int count = 1, string more = "")
        => Post("faults", $$"""{"kind":"{{kind}}","count":{{count}}{{(more.Length > 0 ? "," + more : "")}}}""");

    /// <summary>The ledger's effect words after a number.</summary>
    public async Task<string[]> Effects(long after = 0)
        => [.. (await Get($"ledger?after={after}")).AsArray().Select(e => (string)e!["effect"]!)];

    public async Task<JsonNode> LastEntry() => (await Get("ledger")).AsArray()[^1]!;

    public void Dispose() => _http.Dispose();
}
