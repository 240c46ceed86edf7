using System.Net;
using StoFlow.Bridge;
using StoFlow.Harness.FakePlugins;
using StoFlow.Protocol.Wire;

namespace StoFlow.IntegrationTests.Bridge;

/// <summary>The queue of an account: one write at a time, limits of the site, pauses.</summary>
public sealed class LaneTests
{
    // So long that the lane is looked at before its pause is over, also on a machine that is busy with something else.
    private static readonly Dictionary<string, string> RetrySoon = new() { ["retry-after"] = "5" };

    [Fact]
    public async Task Writes_go_one_at_a_time_in_order_and_reads_beside_them()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        var (running, most) = (0, 0);
        plugin.Site = async (asked, ct) =>
        {
            if (asked.Request.Method == "GET") return FakeAnswers.Json("{}");
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Delay(5, ct);
            Interlocked.Decrement(ref running);
            return FakeAnswers.Json("{}");
        };

        var ids = new List<string>();
        for (var i = 0; i < 10; i++) ids.Add((await bridge.QueueAsync(TestBridge.Write($"/api/v2/items/{i}"))).Id);
        Assert.Equal(HttpStatusCode.OK, (await bridge.ExecuteAsync(TestBridge.Read())).Status);
        foreach (var id in ids) Assert.Equal("done", (await bridge.EndOfAsync(id)).GetProperty("state").GetString());

        Assert.Equal(1, most);
        Assert.Equal(ids, plugin.Commands.Where(command => command.Requests![0].Method == "PUT").Select(command => command.Id));
    }

    [Fact]
    public async Task A_full_queue_says_so_and_when_to_come_back()
    {
        await using var bridge = await TestBridge.StartAsync(folder => TestBridge.Options(folder, limits: new LimitOptions { QueuePerLane = 3 }));
        await bridge.PairAsync();
        for (var i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.Accepted, (await bridge.QueueAsync(TestBridge.Write($"/api/v2/items/{i}"))).Status);

        var full = await bridge.QueueAsync(TestBridge.Write());

        full.IsProblem(429, "queue_full");
        Assert.Contains("3 commands", full.Text("detail"), StringComparison.Ordinal);
        Assert.NotNull(full.RetryAfter);
    }

    [Fact]
    public async Task The_bridge_holds_so_many_commands_over_all_sellers_and_a_place_comes_back_with_each_end()
    {
        await using var bridge = await TestBridge.StartAsync(folder => TestBridge.Options(folder, limits: new LimitOptions { LiveCommands = 2 }));
        await bridge.PairAsync();
        await bridge.PairAsync("somebody");
        var first = await bridge.QueueAsync(TestBridge.Write());
        Assert.Equal(HttpStatusCode.Accepted, (await bridge.QueueAsync(new { action = "PING", seller = "somebody" })).Status);

        var full = await bridge.QueueAsync(TestBridge.Read());

        full.IsProblem(429, "queue_full");
        Assert.Contains("2 commands", full.Text("detail"), StringComparison.Ordinal);
        await bridge.SendAsync($"/api/commands/{first.Id}/cancel", "");
        Assert.Equal(HttpStatusCode.Accepted, (await bridge.QueueAsync(TestBridge.Read())).Status);
    }

    [Fact]
    public async Task A_limit_of_the_site_stops_the_lane_until_the_time_it_says()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        plugin.Site = (_, _) => Task.FromResult(FakeAnswers.Json("{}", 429, RetrySoon));
        Assert.Equal(429, (await bridge.ExecuteAsync(TestBridge.Write())).Json.GetProperty("status").GetInt32());
        plugin.Site = (_, _) => Task.FromResult(FakeAnswers.Json("{}"));

        var paused = await bridge.ExecuteAsync(TestBridge.Write());
        paused.IsProblem(503, "lane_paused");
        Assert.NotNull(paused.Text("until"));
        Assert.NotNull(paused.RetryAfter);
        var lane = Assert.Single((await bridge.GetAsync("/api/lanes")).Json.GetProperty("lanes").EnumerateArray());
        Assert.Equal(("paused", "rate_limited"), (lane.GetProperty("state").GetString(), lane.GetProperty("code").GetString()));

        var queued = await bridge.QueueAsync(TestBridge.Write());
        Assert.Equal("done", (await bridge.EndOfAsync(queued.Id)).GetProperty("state").GetString());
        await Eventually.TrueAsync(
            () => plugin.Heard.OfType<LaneNotice>().Where(notice => notice.Code is not null || notice.State == "running").Select(notice => notice.State)
                .TakeLast(2).SequenceEqual(["paused", "running"]),
            "the browser heard of both");
    }

    [Fact]
    public async Task Who_waits_on_the_line_when_a_limit_comes_hears_until_when()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        plugin.Site = async (_, ct) =>
        {
            await hold.Task.WaitAsync(ct);
            return FakeAnswers.Json("{}", 429, new Dictionary<string, string> { ["retry-after"] = "3600" });
        };
        var first = bridge.ExecuteAsync(TestBridge.Write());
        await Eventually.TrueAsync(() => plugin.Commands.Count == 1, "one runs");
        var second = bridge.ExecuteAsync(TestBridge.Write("/api/v2/items/2"));
        await Eventually.TrueAsync(async () => (await bridge.GetAsync("/api/lanes")).Json.GetProperty("lanes")[0].GetProperty("waiting").GetInt32() == 1, "one waits");

        hold.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await first).Status);
        var told = await second;

        told.IsProblem(503, "lane_paused");
        Assert.NotNull(told.Text("command_id"));
        Assert.True(told.Json.GetProperty("until").GetDateTimeOffset() > TimeProvider.System.GetUtcNow().AddMinutes(50), told.Text("until"));
        Assert.InRange(told.RetryAfter!.Value, TimeSpan.FromMinutes(50), TimeSpan.FromMinutes(61));
    }

    [Fact]
    public async Task A_challenge_stops_the_lane_until_the_person_has_settled_it_also_over_a_restart()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        plugin.Runner = (command, _) => Task.FromResult<CommandResult?>(new(command.Id, "failed", 1, "challenge", "The site asks."));
        (await bridge.ExecuteAsync(TestBridge.Read())).IsProblem(503, "challenge");
        plugin.Runner = null;
        (await bridge.ExecuteAsync(TestBridge.Read())).IsProblem(503, "challenge");
        var waiting = (await bridge.QueueAsync(TestBridge.Write())).Id;

        await bridge.RestartAsync();
        await plugin.ConnectAsync(bridge.Url, TestBridge.Ct);
        await bridge.ReadyAsync(plugin);
        (await bridge.ExecuteAsync(TestBridge.Read())).IsProblem(503, "challenge");
        Assert.Equal("queued", (await bridge.GetAsync($"/api/commands/{waiting}")).Text("state"));
        Assert.Single(plugin.Commands);

        await plugin.SendAsync(new LaneAsk("resume", "www.vinted.fr"), TestBridge.Ct);
        Assert.Equal("done", (await bridge.EndOfAsync(waiting)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_pause_by_hand_fails_who_waits_on_the_line_and_keeps_what_is_queued()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        plugin.Site = async (_, ct) =>
        {
            await hold.Task.WaitAsync(ct);
            return FakeAnswers.Json("{}");
        };
        var running = (await bridge.QueueAsync(TestBridge.Write())).Id;
        await bridge.StateAsync(running, "running");
        var onTheLine = bridge.ExecuteAsync(TestBridge.Write("/api/v2/items/2"));
        await Eventually.TrueAsync(async () => (await bridge.GetAsync("/api/lanes")).Json.GetProperty("lanes")[0].GetProperty("waiting").GetInt32() == 1, "one waits");
        var queued = (await bridge.QueueAsync(TestBridge.Write("/api/v2/items/3"))).Id;

        Assert.Equal("paused", (await bridge.SendAsync("/api/lanes/demo/www.vinted.fr/pause", "")).Text("state"));
        (await onTheLine).IsProblem(503, "lane_paused");
        hold.SetResult();
        Assert.Equal("done", (await bridge.EndOfAsync(running)).GetProperty("state").GetString());
        Assert.Equal("queued", (await bridge.GetAsync($"/api/commands/{queued}?wait_ms=100")).Text("state"));
        Assert.Equal("running", (await bridge.SendAsync("/api/lanes/demo/www.vinted.fr/resume", "")).Text("state"));
        Assert.Equal("done", (await bridge.EndOfAsync(queued)).GetProperty("state").GetString());
        (await bridge.SendAsync("/api/lanes/demo/www.example.com/pause", "")).IsProblem(400, "invalid_request", "site");
        (await bridge.SendAsync("/api/lanes/nobody/www.vinted.fr/pause", "")).IsProblem(404, "not_found");
    }

    [Fact]
    public async Task Starts_keep_the_gap_of_the_pace()
    {
        var pace = new PaceOptions { ReadGapMs = 200, WriteGapMs = 300, ParallelReads = 4, PersonShare = 0 };
        await using var bridge = await TestBridge.StartAsync(folder => TestBridge.Options(folder, pace));
        var plugin = await bridge.ConnectAsync();
        var starts = new List<long>();
        plugin.Site = (_, _) =>
        {
            starts.Add(System.Diagnostics.Stopwatch.GetTimestamp());
            return Task.FromResult(FakeAnswers.Json("{}"));
        };

        // What the first took on its way to the site is no part of the gap, so it counts from before the first.
        var asked = System.Diagnostics.Stopwatch.GetTimestamp();
        var ids = new List<string>();
        for (var i = 0; i < 3; i++) ids.Add((await bridge.QueueAsync(TestBridge.Write($"/api/v2/items/{i}"))).Id);
        foreach (var id in ids) await bridge.EndOfAsync(id);

        Assert.Equal(3, starts.Count);
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(asked, starts[2]).TotalMilliseconds >= 600, "three starts take two gaps");
        Assert.Equal(300, plugin.Commands.First().GapMs);
    }
}
