using System.Text.Json;
using StoFlow.Bridge;

namespace StoFlow.IntegrationTests.Bridge;

/// <summary><c>GET /api/events</c>.</summary>
public sealed class EventTests
{
    [Fact]
    public async Task A_reader_hears_of_commands_browsers_and_lanes_of_its_seller()
    {
        await using var bridge = await TestBridge.StartAsync();
        await bridge.ConnectAsync("somebody");
        using var response = await bridge.Http.GetAsync("/api/events?seller=demo", HttpCompletionOption.ResponseHeadersRead, TestBridge.Ct);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestBridge.Ct));
        Assert.StartsWith(":", await reader.ReadLineAsync(TestBridge.Ct), StringComparison.Ordinal);

        await bridge.ConnectAsync();
        await bridge.ExecuteAsync(TestBridge.Write());
        await bridge.SendAsync("/api/lanes/demo/www.vinted.fr/pause", "");

        var heard = new List<JsonElement>();
        while (heard.Count == 0 || heard[^1].GetProperty("kind").GetString() != "lane")
        {
            var line = await reader.ReadLineAsync(TestBridge.Ct).AsTask().WaitAsync(TimeSpan.FromSeconds(10), TestBridge.Ct);
            if (line!.StartsWith("data: ", StringComparison.Ordinal)) heard.Add(JsonElement.Parse(line[6..]));
        }

        Assert.All(heard, happened => Assert.Equal("demo", happened.GetProperty("seller").GetString()));
        Assert.Contains(heard, happened => happened.GetProperty("kind").GetString() == "browser" && happened.GetProperty("online").GetBoolean());
        Assert.Equal(
            ["queued", "sent", "running", "done"],
            heard.Where(happened => happened.GetProperty("kind").GetString() == "command").Select(happened => happened.GetProperty("state").GetString()));
        Assert.Equal("paused", heard[^1].GetProperty("lane_state").GetString());
    }

    [Fact]
    public async Task Readers_are_limited()
    {
        await using var bridge = await TestBridge.StartAsync(folder => TestBridge.Options(folder, limits: new LimitOptions { EventReaders = 1 }));
        using var first = await bridge.Http.GetAsync("/api/events", HttpCompletionOption.ResponseHeadersRead, TestBridge.Ct);

        (await bridge.GetAsync("/api/events")).IsProblem(429, "rate_limited");
    }
}
