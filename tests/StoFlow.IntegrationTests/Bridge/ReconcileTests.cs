using StoFlow.Harness.FakePlugins;

namespace StoFlow.IntegrationTests.Bridge;

/// <summary>The table of <c>docs/protocol.md</c> §9: what the plugin holds after a reconnect decides, and nothing runs twice.</summary>
public sealed class ReconcileTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Running_waits_and_its_result_is_taken(bool write)
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        var hold = Hold(plugin);
        var id = (await bridge.QueueAsync(Body(write))).Id;
        await Eventually.TrueAsync(() => plugin.Commands.Count == 1, "it runs");

        await plugin.DropAsync();
        await plugin.ConnectAsync(bridge.Url, TestBridge.Ct);
        await bridge.ReadyAsync(plugin);
        hold.SetResult();

        Assert.Equal("done", (await bridge.EndOfAsync(id)).GetProperty("state").GetString());
        Assert.Single(plugin.Commands);
        await Eventually.TrueAsync(() => plugin.Journal.IsEmpty, "the journal may forget it");
    }

    [Fact]
    public async Task Ended_is_taken_from_the_journal()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        plugin.MuteResults = true;
        var id = (await bridge.QueueAsync(TestBridge.Write())).Id;
        await Eventually.TrueAsync(() => plugin.Journal.Ended.Count == 1, "it ended in the browser");
        await plugin.CrashAsync();

        var next = bridge.Plugin(plugin.Identity, plugin.Journal);
        await next.ConnectAsync(bridge.Url, TestBridge.Ct);

        Assert.Equal("done", (await bridge.EndOfAsync(id)).GetProperty("state").GetString());
        Assert.Empty(next.Commands);
        await Eventually.TrueAsync(() => plugin.Journal.IsEmpty, "the journal may forget it");
    }

    [Fact]
    public async Task A_write_that_was_begun_and_is_not_running_is_unknown_and_never_runs_again()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        Hold(plugin);
        var waiting = bridge.ExecuteAsync(TestBridge.Write(), "key-1");
        await Eventually.TrueAsync(() => plugin.Journal.Begun.Count == 1, "it was begun");
        await plugin.CrashAsync();

        var next = bridge.Plugin(plugin.Identity, plugin.Journal);
        await next.ConnectAsync(bridge.Url, TestBridge.Ct);

        (await waiting).IsProblem(504, "outcome_unknown");
        await Eventually.TrueAsync(() => plugin.Journal.IsEmpty, "the journal may forget it");
        (await bridge.ExecuteAsync(TestBridge.Write(), "key-1")).IsProblem(504, "outcome_unknown");
        Assert.Empty(next.Commands);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Not_held_at_all_is_sent_again(bool write)
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        // The background dies after it read the message and before it journalled anything.
        plugin.Runner = async (_, ct) =>
        {
            await Task.Delay(Timeout.Infinite, ct);
            return null;
        };
        var id = (await bridge.QueueAsync(Body(write))).Id;
        await Eventually.TrueAsync(() => plugin.Commands.Count == 1, "it has left");
        await plugin.CrashAsync();

        var next = bridge.Plugin(plugin.Identity, plugin.Journal);
        await next.ConnectAsync(bridge.Url, TestBridge.Ct);

        Assert.Equal("done", (await bridge.EndOfAsync(id)).GetProperty("state").GetString());
        Assert.Equal(id, Assert.Single(next.Commands).Id);
    }

    [Fact]
    public async Task A_write_whose_journal_was_lost_after_it_began_is_unknown()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        Hold(plugin);
        var id = (await bridge.QueueAsync(TestBridge.Write())).Id;
        await bridge.StateAsync(id, "running");
        await plugin.CrashAsync();

        var next = bridge.Plugin(plugin.Identity, new FakeJournal());
        await next.ConnectAsync(bridge.Url, TestBridge.Ct);

        Assert.Equal("unknown", (await bridge.EndOfAsync(id)).GetProperty("state").GetString());
        Assert.Empty(next.Commands);
    }

    [Fact]
    public async Task A_result_that_comes_after_the_deadline_settles_what_was_unknown()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        plugin.MuteResults = true;
        var id = (await bridge.QueueAsync(TestBridge.Write(timeout: 3_000))).Id;
        await Eventually.TrueAsync(() => plugin.Journal.Ended.Count == 1, "it ended in the browser");
        await plugin.CrashAsync();
        await bridge.StateAsync(id, "unknown");

        await bridge.Plugin(plugin.Identity, plugin.Journal).ConnectAsync(bridge.Url, TestBridge.Ct);

        await bridge.StateAsync(id, "done");
        var view = await bridge.GetAsync($"/api/commands/{id}");
        Assert.Equal("journal", view.Text("settled_by"));
        Assert.Equal(200, view.Json.GetProperty("outcome").GetProperty("status").GetInt32());
        await Eventually.TrueAsync(() => plugin.Journal.IsEmpty, "the journal may forget it");
    }

    [Theory]
    [InlineData(false, "expired", "journal")]
    [InlineData(true, "unknown", null)]
    public async Task A_write_that_was_unknown_and_that_its_browser_never_had_is_expired_when_the_browser_says_so(bool restart, string state, string? settledBy)
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        // The background dies after it read the message and before it journalled anything.
        plugin.Runner = async (_, ct) =>
        {
            await Task.Delay(Timeout.Infinite, ct);
            return null;
        };
        var id = (await bridge.QueueAsync(TestBridge.Write(timeout: 3_000))).Id;
        await Eventually.TrueAsync(() => plugin.Commands.Count == 1, "it has left");
        await plugin.CrashAsync();
        if (restart) await bridge.RestartAsync();
        await bridge.StateAsync(id, "unknown");

        var next = bridge.Plugin(plugin.Identity, plugin.Journal);
        await next.ConnectAsync(bridge.Url, TestBridge.Ct);

        // After a restart the store may be one that was put back, and the browser may have forgotten what it said since.
        await bridge.ReadyAsync(next);
        await bridge.StateAsync(id, state);
        var view = (await bridge.GetAsync($"/api/commands/{id}")).Json;
        Assert.Equal(settledBy, view.TryGetProperty("settled_by", out var by) ? by.GetString() : null);
        Assert.Empty(next.Commands);
    }

    [Theory]
    [InlineData(TestBridge.Seller)]
    [InlineData("somebody")]
    public async Task Another_browser_s_word_on_an_unknown_end_counts_for_nothing(string seller)
    {
        await using var bridge = await TestBridge.StartAsync();
        Hold(await bridge.ConnectAsync());
        var id = (await bridge.QueueAsync(TestBridge.Write(timeout: 3_000))).Id;
        await bridge.StateAsync(id, "unknown");
        var other = await bridge.ConnectAsync(seller, "other");

        await other.SendAsync(new Protocol.Wire.CommandResult(id, "done", 1, Results: [FakeAnswers.Json("{}")]), TestBridge.Ct);

        await Eventually.TrueAsync(() => other.Heard.OfType<Protocol.Wire.Ack>().Any(ack => ack.Ids.Contains(id)), "its word was taken");
        Assert.Equal("unknown", (await bridge.GetAsync($"/api/commands/{id}")).Text("state"));
    }

    [Fact]
    public async Task A_write_stays_with_its_browser_though_another_is_there()
    {
        await using var bridge = await TestBridge.StartAsync();
        var first = await bridge.ConnectAsync(name: "first");
        Hold(first);
        var id = (await bridge.QueueAsync(TestBridge.Write(timeout: 5_000))).Id;
        await bridge.StateAsync(id, "running");
        var second = await bridge.ConnectAsync(name: "second");

        await first.CrashAsync();

        Assert.Equal("unknown", (await bridge.EndOfAsync(id)).GetProperty("state").GetString());
        Assert.Empty(second.Commands);
    }

    [Fact]
    public async Task Ids_that_the_bridge_does_not_know_are_acknowledged()
    {
        await using var bridge = await TestBridge.StartAsync();
        var journal = new FakeJournal();
        journal.Begin("0123");
        journal.Begin("4567");
        journal.End(new Protocol.Wire.CommandResult("4567", "done", 1));

        await bridge.Plugin(await bridge.PairAsync(), journal).ConnectAsync(bridge.Url, TestBridge.Ct);

        await Eventually.TrueAsync(() => journal.IsEmpty, "the journal may forget both");
    }

    private static object Body(bool write) => write ? TestBridge.Write() : TestBridge.Read();

    private static TaskCompletionSource Hold(FakePlugin plugin)
    {
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        plugin.Site = async (_, ct) =>
        {
            await hold.Task.WaitAsync(ct);
            return FakeAnswers.Json("{}");
        };
        return hold;
    }
}
