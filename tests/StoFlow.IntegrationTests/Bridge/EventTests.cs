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
    public async Task A_reader_costs_one_timer_however_much_it_hears()
    {
        var time = new CountingTime(TimeSpan.FromSeconds(15));
        await using var bridge = await TestBridge.StartAsync(time: time);
        await bridge.ConnectAsync();
        using var response = await bridge.Http.GetAsync("/api/events?seller=demo", HttpCompletionOption.ResponseHeadersRead, TestBridge.Ct);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestBridge.Ct));
        var before = time.Running;

        for (var i = 0; i < 50; i++)
        {
            await bridge.SendAsync($"/api/lanes/demo/www.vinted.fr/{(i % 2 == 0 ? "pause" : "resume")}", "");
            string? line;
            do line = await reader.ReadLineAsync(TestBridge.Ct).AsTask().WaitAsync(TimeSpan.FromSeconds(10), TestBridge.Ct);
            while (line != "event: lane");
        }

        Assert.InRange(time.Running - before, 0, 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reader_that_comes_back_hears_what_it_missed(bool byHeader)
    {
        await using var bridge = await TestBridge.StartAsync();
        await bridge.ConnectAsync("somebody");
        await bridge.ConnectAsync();
        string start;
        using (var first = await FollowAsync(bridge, "/api/events?seller=demo", after: null)) start = Assert.Single(first.Headers.GetValues("Last-Event-ID"));
        await bridge.SendAsync("/api/lanes/demo/www.vinted.fr/pause", "");
        await bridge.SendAsync("/api/lanes/somebody/www.vinted.fr/pause", "");
        await bridge.SendAsync("/api/lanes/demo/www.vinted.fr/resume", "");

        using var again = await FollowAsync(bridge, byHeader ? "/api/events?seller=demo" : $"/api/events?seller=demo&after={start}", byHeader ? start : null);
        using var reader = new StreamReader(await again.Content.ReadAsStreamAsync(TestBridge.Ct));

        Assert.Equal(": connected", await LineAsync(reader));
        Assert.Equal($"id: {start}", await LineAsync(reader));
        Assert.Equal("paused", (await EventAsync(reader)).GetProperty("lane_state").GetString());
        Assert.Equal("running", (await EventAsync(reader)).GetProperty("lane_state").GetString());
    }

    [Fact]
    public async Task A_reader_that_opens_the_same_address_again_goes_on_behind_its_last_event()
    {
        await using var bridge = await TestBridge.StartAsync();
        await bridge.ConnectAsync();
        string start;
        using (var first = await FollowAsync(bridge, "/api/events", after: null)) start = Assert.Single(first.Headers.GetValues("Last-Event-ID"));
        await bridge.SendAsync("/api/lanes/demo/www.vinted.fr/pause", "");
        string last;
        using (var second = await FollowAsync(bridge, "/api/events", after: null)) last = Assert.Single(second.Headers.GetValues("Last-Event-ID"));
        await bridge.SendAsync("/api/lanes/demo/www.vinted.fr/resume", "");

        // As readers of server-sent events do by themselves: the address stays, the header is new.
        using var again = await FollowAsync(bridge, $"/api/events?after={start}", last);
        using var reader = new StreamReader(await again.Content.ReadAsStreamAsync(TestBridge.Ct));

        Assert.Equal("running", (await EventAsync(reader)).GetProperty("lane_state").GetString());
    }

    [Fact]
    public async Task A_reader_whose_last_event_is_empty_has_had_none_and_missed_none()
    {
        await using var bridge = await TestBridge.StartAsync();
        await bridge.ConnectAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/events");
        request.Headers.TryAddWithoutValidation("Last-Event-ID", "");
        using var response = await bridge.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestBridge.Ct);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestBridge.Ct));

        await bridge.SendAsync("/api/lanes/demo/www.vinted.fr/pause", "");

        Assert.Equal("paused", (await EventAsync(reader)).GetProperty("lane_state").GetString());
    }

    [Fact]
    public async Task A_reader_that_missed_what_is_not_held_any_more_is_told_and_reads_on()
    {
        await using var bridge = await TestBridge.StartAsync();
        await bridge.ConnectAsync();
        using var response = await FollowAsync(bridge, "/api/events", after: "run_of_another_bridge-7");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestBridge.Ct));

        Assert.Equal("not_found", (await EventAsync(reader)).GetProperty("code").GetString());
        await bridge.SendAsync("/api/lanes/demo/www.vinted.fr/pause", "");
        Assert.Equal("paused", (await EventAsync(reader)).GetProperty("lane_state").GetString());
    }

    [Fact]
    public async Task Readers_are_limited()
    {
        await using var bridge = await TestBridge.StartAsync(folder => TestBridge.Options(folder, limits: new LimitOptions { EventReaders = 1 }));
        using var first = await bridge.Http.GetAsync("/api/events", HttpCompletionOption.ResponseHeadersRead, TestBridge.Ct);

        (await bridge.GetAsync("/api/events")).IsProblem(429, "rate_limited");
    }

    private static async Task<HttpResponseMessage> FollowAsync(TestBridge bridge, string path, string? after)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (after is not null) request.Headers.Add("Last-Event-ID", after);
        return await bridge.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestBridge.Ct);
    }

    private static async Task<JsonElement> EventAsync(StreamReader reader)
    {
        while (true)
            if (await LineAsync(reader) is { } line && line.StartsWith("data: ", StringComparison.Ordinal)) return JsonElement.Parse(line[6..]);
    }

    private static async Task<string?> LineAsync(StreamReader reader) => await reader.ReadLineAsync(TestBridge.Ct).AsTask().WaitAsync(TimeSpan.FromSeconds(10), TestBridge.Ct);
}
