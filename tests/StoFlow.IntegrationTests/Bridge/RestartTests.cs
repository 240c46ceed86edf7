using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StoFlow.Bridge.Storage;
using StoFlow.Harness.FakePlugins;
using StoFlow.Protocol.Wire;

namespace StoFlow.IntegrationTests.Bridge;

/// <summary>The bridge goes down and comes back on the same folder.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task A_write_that_never_left_runs_after_the_restart_and_a_read_is_gone()
    {
        await using var bridge = await TestBridge.StartAsync();
        var identity = await bridge.PairAsync();
        var write = (await bridge.QueueAsync(TestBridge.Write())).Id;
        var read = (await bridge.QueueAsync(TestBridge.Read())).Id;

        await bridge.RestartAsync();
        Assert.Equal("queued", (await bridge.GetAsync($"/api/commands/{write}")).Text("state"));
        (await bridge.GetAsync($"/api/commands/{read}")).IsProblem(404, "not_found");
        var plugin = bridge.Plugin(identity);
        await plugin.ConnectAsync(bridge.Url, TestBridge.Ct);

        Assert.Equal("done", (await bridge.EndOfAsync(write)).GetProperty("state").GetString());
        var command = Assert.Single(plugin.Commands);
        Assert.Equal("""{"price":"5.00"}""", command.Requests![0].Body!.Value.GetRawText());
    }

    [Fact]
    public async Task Who_waits_for_its_end_does_not_stop_it_a_second_time()
    {
        await using var bridge = await TestBridge.StartAsync();
        Assert.Equal("CallersLifetime", bridge.Host.Services.GetRequiredService<IHostLifetime>().GetType().Name);
        var lifetime = bridge.Host.Services.GetRequiredService<IHostApplicationLifetime>();
        var waiting = bridge.Host.WaitForShutdownAsync(TestBridge.Ct);

        lifetime.StopApplication();
        await waiting;

        Assert.False(lifetime.ApplicationStopped.IsCancellationRequested);
    }

    [Fact]
    public async Task A_write_that_waited_behind_another_never_left_for_its_record_either()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        plugin.Site = async (_, ct) =>
        {
            await Task.Delay(Timeout.Infinite, ct);
            return FakeAnswers.Json("{}");
        };
        await bridge.StateAsync((await bridge.QueueAsync(TestBridge.Write())).Id, "running");
        var waiting = (await bridge.QueueAsync(TestBridge.Write("/api/v2/items/2", timeout: 8_000))).Id;
        await plugin.CrashAsync();

        await bridge.RestartAsync();

        Assert.Equal("queued", (await bridge.GetAsync($"/api/commands/{waiting}")).Text("state"));
        Assert.Equal("expired", (await bridge.EndOfAsync(waiting)).GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("running")]
    [InlineData("ended")]
    [InlineData("begun")]
    [InlineData("nothing")]
    public async Task A_write_that_left_waits_for_the_word_of_its_browser(string held)
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        plugin.Site = async (_, ct) =>
        {
            await hold.Task.WaitAsync(ct);
            return FakeAnswers.Json("{}");
        };
        if (held == "nothing") plugin.Runner = async (_, ct) =>
        {
            await Task.Delay(Timeout.Infinite, ct);
            return null;
        };
        var id = (await bridge.QueueAsync(TestBridge.Write())).Id;
        await Eventually.TrueAsync(() => plugin.Commands.Count == 1, "it has left");
        if (held != "nothing") await bridge.StateAsync(id, "running");
        if (held is "begun" or "nothing") await plugin.CrashAsync();

        await bridge.RestartAsync();
        var other = await bridge.ConnectAsync(name: "other");
        Assert.Equal("sent", (await bridge.GetAsync($"/api/commands/{id}")).Text("state"));

        if (held == "ended") hold.SetResult();
        if (held == "ended") await Eventually.TrueAsync(() => plugin.Journal.Ended.Count == 1, "it ended");
        var next = held is "begun" or "nothing" ? bridge.Plugin(plugin.Identity, plugin.Journal) : plugin;
        await next.ConnectAsync(bridge.Url, TestBridge.Ct);
        hold.TrySetResult();

        Assert.Equal(held == "begun" ? "unknown" : "done", (await bridge.EndOfAsync(id)).GetProperty("state").GetString());
        Assert.Single(plugin.Commands);
        if (next != plugin) Assert.Equal(held == "nothing" ? 1 : 0, next.Commands.Count + other.Commands.Count);
        else Assert.Empty(other.Commands);
        await Eventually.TrueAsync(() => plugin.Journal.IsEmpty, "the journal may forget it");
    }

    [Fact]
    public async Task A_late_word_settles_a_record_that_only_the_disk_knows()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        plugin.MuteResults = true;
        var id = (await bridge.QueueAsync(TestBridge.Write(timeout: 3_000))).Id;
        await Eventually.TrueAsync(() => plugin.Journal.Ended.Count == 1, "it ended in the browser");
        await plugin.CrashAsync();
        await bridge.StateAsync(id, "unknown");
        await bridge.RestartAsync();

        await bridge.Plugin(plugin.Identity, plugin.Journal).ConnectAsync(bridge.Url, TestBridge.Ct);

        await bridge.StateAsync(id, "done");
        Assert.Equal("journal", (await bridge.GetAsync($"/api/commands/{id}")).Text("settled_by"));
        await Eventually.TrueAsync(() => plugin.Journal.IsEmpty, "the journal may forget it");
    }

    [Fact]
    public async Task A_write_that_went_to_a_second_browser_waits_for_the_word_of_that_one()
    {
        await using var bridge = await TestBridge.StartAsync();
        var first = await bridge.ConnectAsync(name: "first");
        // It dies before it journals anything.
        first.Runner = async (_, ct) =>
        {
            await Task.Delay(Timeout.Infinite, ct);
            return null;
        };
        var id = (await bridge.QueueAsync(TestBridge.Write())).Id;
        await Eventually.TrueAsync(() => first.Commands.Count == 1, "it has left");
        await first.CrashAsync();
        var second = await bridge.ConnectAsync(name: "second");
        second.Site = async (_, ct) =>
        {
            await Task.Delay(Timeout.Infinite, ct);
            return FakeAnswers.Json("{}");
        };
        var firstAgain = bridge.Plugin(first.Identity, first.Journal);
        await firstAgain.ConnectAsync(bridge.Url, TestBridge.Ct);
        await bridge.StateAsync(id, "running");
        Assert.Single(second.Commands);
        await second.CrashAsync();

        await bridge.RestartAsync();
        var returned = bridge.Plugin(first.Identity, first.Journal);
        await returned.ConnectAsync(bridge.Url, TestBridge.Ct);
        await bridge.ReadyAsync(returned);
        Assert.Equal("sent", (await bridge.GetAsync($"/api/commands/{id}")).Text("state"));
        await bridge.Plugin(second.Identity, second.Journal).ConnectAsync(bridge.Url, TestBridge.Ct);

        Assert.Equal("unknown", (await bridge.EndOfAsync(id)).GetProperty("state").GetString());
        Assert.Empty(firstAgain.Commands.Concat(returned.Commands));
    }

    [Fact]
    public async Task A_write_whose_browser_was_unpaired_as_the_bridge_died_does_not_hold_the_lane_until_its_deadline()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        plugin.Site = async (_, ct) =>
        {
            await Task.Delay(Timeout.Infinite, ct);
            return FakeAnswers.Json("{}");
        };
        var id = (await bridge.QueueAsync(TestBridge.Write(timeout: 600_000))).Id;
        await bridge.StateAsync(id, "running");
        await plugin.CrashAsync();
        // The unpairing is on the disk, what it means for the command is not yet.
        await bridge.Host.Services.GetRequiredService<IIdentityStore>().RevokeBrowserAsync(plugin.Identity.BrowserId, TimeProvider.System.GetUtcNow(), TestBridge.Ct);

        await bridge.RestartAsync();
        await bridge.ConnectAsync(name: "other");

        Assert.Equal("unknown", (await bridge.EndOfAsync(id)).GetProperty("state").GetString());
        Assert.Equal("done", (await bridge.EndOfAsync((await bridge.QueueAsync(TestBridge.Write("/api/v2/items/2"))).Id)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_late_word_is_told_to_those_who_follow_and_to_the_audit_list()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        plugin.MuteResults = true;
        var id = (await bridge.QueueAsync(TestBridge.Write(timeout: 3_000))).Id;
        await Eventually.TrueAsync(() => plugin.Journal.Ended.Count == 1, "it ended in the browser");
        await plugin.CrashAsync();
        await bridge.StateAsync(id, "unknown");
        await bridge.RestartAsync();
        using var events = await bridge.Http.GetAsync("/api/events?seller=demo", HttpCompletionOption.ResponseHeadersRead, TestBridge.Ct);
        using var reader = new StreamReader(await events.Content.ReadAsStreamAsync(TestBridge.Ct));

        await bridge.Plugin(plugin.Identity, plugin.Journal).ConnectAsync(bridge.Url, TestBridge.Ct);

        string? line;
        do line = await reader.ReadLineAsync(TestBridge.Ct).AsTask().WaitAsync(TimeSpan.FromSeconds(10), TestBridge.Ct);
        while (line?.Contains(id, StringComparison.Ordinal) != true);
        Assert.Contains("\"state\":\"done\"", line, StringComparison.Ordinal);
        var told = (await bridge.GetAsync("/api/audit?seller=demo")).Json.GetProperty("entries").EnumerateArray()
            .Where(entry => entry.GetProperty("subject").GetString()?.StartsWith(id, StringComparison.Ordinal) == true)
            .Select(entry => entry.GetProperty("outcome").GetString());
        Assert.Equal(["done 200", "outcome_unknown"], told);
    }

    [Theory]
    [InlineData("ended", "done")]
    [InlineData("begun", "unknown")]
    public async Task A_store_put_back_from_before_a_write_left_believes_its_browser(string held, string state)
    {
        await using var bridge = await TestBridge.StartAsync();
        var identity = await bridge.PairAsync();
        var first = (await bridge.QueueAsync(TestBridge.Write())).Id;
        var second = (await bridge.QueueAsync(TestBridge.Write("/api/v2/items/2"))).Id;
        var journal = new FakeJournal();
        journal.Begin(second);
        if (held == "ended") journal.End(new CommandResult(second, "done", 1, Results: [FakeAnswers.Json("{}")]));

        await bridge.RestartAsync();
        var plugin = bridge.Plugin(identity, journal);
        await plugin.ConnectAsync(bridge.Url, TestBridge.Ct);

        Assert.Equal(state, (await bridge.EndOfAsync(second)).GetProperty("state").GetString());
        Assert.Equal("done", (await bridge.EndOfAsync(first)).GetProperty("state").GetString());
        Assert.Equal(first, Assert.Single(plugin.Commands).Id);
        await Eventually.TrueAsync(() => journal.IsEmpty, "the journal may forget it");
    }

    [Fact]
    public async Task A_browser_s_word_on_another_seller_s_write_counts_for_nothing()
    {
        await using var bridge = await TestBridge.StartAsync();
        await bridge.PairAsync();
        var id = (await bridge.QueueAsync(TestBridge.Write())).Id;
        var stranger = new FakeJournal();
        stranger.End(new CommandResult(id, "done", 1, Results: [FakeAnswers.Json("{}")]));
        var plugin = bridge.Plugin(await bridge.PairAsync("somebody"), stranger);

        await plugin.ConnectAsync(bridge.Url, TestBridge.Ct);
        await Eventually.TrueAsync(() => stranger.IsEmpty, "it is acknowledged");

        Assert.Equal("queued", (await bridge.GetAsync($"/api/commands/{id}")).Text("state"));
    }

    [Fact]
    public async Task Two_bridges_cannot_share_a_folder()
    {
        await using var bridge = await TestBridge.StartAsync();

        var problem = await Assert.ThrowsAsync<IOException>(() => StoFlow.Bridge.BridgeHost.StartAsync(TestBridge.Options(bridge.Folder), ct: TestBridge.Ct));

        Assert.Contains(bridge.Folder, problem.Message, StringComparison.Ordinal);
    }
}
