using System.Net;
using System.Text.Json;
using StoFlow.Bridge;
using StoFlow.Harness.FakePlugins;

namespace StoFlow.IntegrationTests.Bridge;

/// <summary>Commands that are queued, followed, cancelled, repeated.</summary>
public sealed class CommandTests
{
    [Fact]
    public async Task A_queued_write_runs_when_its_browser_comes()
    {
        await using var bridge = await TestBridge.StartAsync();
        var identity = await bridge.PairAsync();

        var accepted = await bridge.QueueAsync(TestBridge.Write());
        Assert.Equal(HttpStatusCode.Accepted, accepted.Status);
        Assert.Equal("queued", accepted.Text("state"));
        Assert.Equal(0, accepted.Json.GetProperty("position").GetInt32());

        await bridge.Plugin(identity).ConnectAsync(bridge.Url, TestBridge.Ct);
        var end = await bridge.EndOfAsync(accepted.Id);

        Assert.Equal("done", end.GetProperty("state").GetString());
        Assert.Equal(200, end.GetProperty("outcome").GetProperty("status").GetInt32());
        Assert.Equal(identity.BrowserId, end.GetProperty("browser").GetString());
    }

    [Fact]
    public async Task A_queued_command_expires_at_its_deadline()
    {
        await using var bridge = await TestBridge.StartAsync();
        await bridge.PairAsync();

        foreach (var body in new[] { TestBridge.Write(timeout: 50), TestBridge.Read(timeout: 50) })
        {
            var end = await bridge.EndOfAsync((await bridge.QueueAsync(body)).Id);
            Assert.Equal("expired", end.GetProperty("state").GetString());
            Assert.Equal("expired", end.GetProperty("code").GetString());
        }
    }

    [Fact]
    public async Task Cancelling_ends_what_waits_and_aborts_a_read_but_lets_a_write_end()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        var hold = new TaskCompletionSource();
        var aborted = new TaskCompletionSource();
        plugin.Site = async (asked, ct) =>
        {
            try
            {
                await hold.Task.WaitAsync(ct);
            }
            catch (OperationCanceledException)
            {
                aborted.TrySetResult();
                throw;
            }

            return FakeAnswers.Json("{}");
        };

        var running = (await bridge.QueueAsync(TestBridge.Write())).Id;
        await bridge.StateAsync(running, "running");
        var waiting = (await bridge.QueueAsync(TestBridge.Write("/api/v2/items/2"))).Id;
        var read = (await bridge.QueueAsync(TestBridge.Read())).Id;
        await bridge.StateAsync(read, "sent");

        Assert.Equal("cancelled", (await bridge.SendAsync($"/api/commands/{waiting}/cancel", "")).Text("state"));
        Assert.Equal("cancelled", (await bridge.SendAsync($"/api/commands/{read}/cancel", "")).Text("state"));
        await aborted.Task.WaitAsync(TimeSpan.FromSeconds(10), TestBridge.Ct);
        Assert.Equal("running", (await bridge.SendAsync($"/api/commands/{running}/cancel", "")).Text("state"));

        hold.SetResult();
        Assert.Equal("done", (await bridge.EndOfAsync(running)).GetProperty("state").GetString());
        Assert.DoesNotContain(plugin.Commands, command => command.Id == waiting);
    }

    [Fact]
    public async Task A_caller_that_leaves_takes_its_read_along_and_leaves_its_write()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        var hold = new TaskCompletionSource();
        plugin.Site = async (_, ct) =>
        {
            await hold.Task.WaitAsync(ct);
            return FakeAnswers.Json("""{"ok":true}""");
        };

        using var leave = CancellationTokenSource.CreateLinkedTokenSource(TestBridge.Ct);
        var read = bridge.Http.PostAsync("/api/plugin/execute", Json(TestBridge.Read()), leave.Token);
        var write = bridge.Http.PostAsync("/api/plugin/execute", Json(TestBridge.Write()), leave.Token);
        await Eventually.TrueAsync(() => plugin.Commands.Count == 2, "both have left");
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);

        var readId = plugin.Commands.Single(command => command.Requests![0].Method == "GET").Id;
        var writeId = plugin.Commands.Single(command => command.Requests![0].Method == "PUT").Id;
        await bridge.StateAsync(readId, "cancelled");
        hold.SetResult();
        var end = await bridge.EndOfAsync(writeId);
        Assert.Equal("done", end.GetProperty("state").GetString());
        Assert.True(end.GetProperty("outcome").GetProperty("data").GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task The_same_key_and_body_is_the_same_command_also_at_the_same_time()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        var count = 0;
        plugin.Site = (_, _) => Task.FromResult(FakeAnswers.Json($$"""{"n":{{Interlocked.Increment(ref count)}}}"""));

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => bridge.ExecuteAsync(TestBridge.Write(), "key-1")));
        var later = await bridge.ExecuteAsync(TestBridge.Write(), "key-1");

        Assert.All(replies.Append(later), reply => Assert.Equal(1, reply.Json.GetProperty("data").GetProperty("n").GetInt32()));
        Assert.Single(plugin.Commands);
        Assert.Single(replies.Append(later).Select(reply => reply.Text("command_id")).Distinct());
        (await bridge.ExecuteAsync(TestBridge.Write("/api/v2/items/2"), "key-1")).IsProblem(409, "idempotency_conflict");
    }

    [Fact]
    public async Task A_key_is_remembered_over_a_restart_and_without_a_browser()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        plugin.Site = (_, _) => Task.FromResult(FakeAnswers.Json("""{"first":true}"""));
        var first = await bridge.ExecuteAsync(TestBridge.Write(), "key-1");
        await Eventually.TrueAsync(() => plugin.Journal.IsEmpty, "the outcome is on disk");

        await bridge.RestartAsync();
        var again = await bridge.ExecuteAsync(TestBridge.Write(), "key-1");

        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal(first.Text("command_id"), again.Text("command_id"));
        Assert.True(again.Json.GetProperty("data").GetProperty("first").GetBoolean());
        (await bridge.ExecuteAsync(TestBridge.Write(method: "POST"), "key-1")).IsProblem(409, "idempotency_conflict");
        (await bridge.ExecuteAsync(TestBridge.Write(), "key-2")).IsProblem(503, "no_browser");
    }

    [Fact]
    public async Task A_key_is_remembered_over_a_restart_by_all_who_ask_at_the_same_time()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        var first = await bridge.ExecuteAsync(TestBridge.Write(), "key-1");
        await Eventually.TrueAsync(() => plugin.Journal.IsEmpty, "the outcome is on disk");
        await bridge.RestartAsync();
        var again = bridge.Plugin(plugin.Identity);
        await again.ConnectAsync(bridge.Url, TestBridge.Ct);

        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(i =>
            i % 2 == 0 ? bridge.ExecuteAsync(TestBridge.Write(), "key-1") : bridge.QueueAsync(TestBridge.Write(), "key-1")));
        var others = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => bridge.ExecuteAsync(TestBridge.Write("/api/v2/items/2"), "key-1")));

        Assert.All(replies, reply => Assert.Equal(first.Text("command_id"), reply.Text("command_id") ?? reply.Text("id")));
        Assert.All(others, reply => reply.IsProblem(409, "idempotency_conflict"));
        Assert.Empty(again.Commands);
    }

    [Fact]
    public async Task A_key_whose_command_expired_says_so_when_it_is_repeated()
    {
        await using var bridge = await TestBridge.StartAsync();
        await bridge.PairAsync();
        var id = (await bridge.QueueAsync(TestBridge.Write(timeout: 30), "key-1")).Id;
        Assert.Equal("expired", (await bridge.EndOfAsync(id)).GetProperty("state").GetString());

        (await bridge.ExecuteAsync(TestBridge.Write(timeout: 30), "key-1")).IsProblem(410, "expired");
    }

    [Fact]
    public async Task Lists_are_paged_newest_first_and_filtered()
    {
        await using var bridge = await TestBridge.StartAsync();
        await bridge.ConnectAsync();
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            var reply = await bridge.ExecuteAsync(i % 2 == 0 ? TestBridge.Write($"/api/v2/items/{i}") : TestBridge.Read());
            ids.Insert(0, reply.Text("command_id")!);
        }

        var first = await bridge.GetAsync("/api/commands?limit=3");
        var second = await bridge.GetAsync($"/api/commands?limit=3&after={first.Text("next")}");
        Assert.Equal(ids, Ids(first).Concat(Ids(second)));
        Assert.Null(second.Text("next"));
        Assert.Empty(Ids(await bridge.GetAsync("/api/commands?state=failed")));
        Assert.Equal(5, Ids(await bridge.GetAsync("/api/commands?state=done&seller=demo")).Count);
        (await bridge.GetAsync("/api/commands?state=nonsense")).IsProblem(400, "invalid_request", "state");
        (await bridge.GetAsync("/api/commands?limit=0")).IsProblem(400, "invalid_request", "limit");
        (await bridge.GetAsync("/api/commands/none")).IsProblem(404, "not_found");

        // After a restart the records of the writes are left.
        await Eventually.TrueAsync(async () => Ids(await bridge.GetAsync("/api/commands?state=done")).Count == 5, "all ended");
        await bridge.RestartAsync();
        Assert.Equal(3, Ids(await bridge.GetAsync("/api/commands?state=done")).Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10_000)]
    public async Task An_answer_that_is_bigger_than_all_that_is_kept_can_still_be_fetched(int wait)
    {
        await using var bridge = await TestBridge.StartAsync(folder => new BridgeOptions
        {
            Urls = ["http://127.0.0.1:0"],
            DataDirectory = folder,
            Pace = PaceOptions.Off,
            Retention = new RetentionOptions { ReadBytes = 1_048_576 },
        });
        var plugin = await bridge.ConnectAsync();
        plugin.Site = (_, _) => Task.FromResult(FakeAnswers.Json($"{{\"text\":\"{new string('x', 2_000_000)}\"}}"));

        var id = (await bridge.QueueAsync(TestBridge.Read())).Id;
        if (wait == 0) await Eventually.TrueAsync(async () => Ids(await bridge.GetAsync("/api/commands?state=done")).Contains(id), "it has ended");
        var reply = await bridge.GetAsync($"/api/commands/{id}?wait_ms={wait}");

        Assert.Equal("done", reply.Text("state"));
        Assert.Equal(2_000_000, reply.Json.GetProperty("outcome").GetProperty("data").GetProperty("text").GetString()!.Length);
    }

    [Fact]
    public async Task Waiting_for_a_command_ends_with_the_wait_or_with_the_command()
    {
        await using var bridge = await TestBridge.StartAsync();
        var identity = await bridge.PairAsync();
        var id = (await bridge.QueueAsync(TestBridge.Read())).Id;

        Assert.Equal("queued", (await bridge.GetAsync($"/api/commands/{id}?wait_ms=50")).Text("state"));
        var waiting = bridge.GetAsync($"/api/commands/{id}?wait_ms=20000");
        await bridge.Plugin(identity).ConnectAsync(bridge.Url, TestBridge.Ct);
        Assert.Equal("done", (await waiting).Text("state"));
        (await bridge.GetAsync($"/api/commands/{id}?wait_ms=60001")).IsProblem(400, "invalid_request", "wait_ms");
    }

    private static List<string> Ids(Reply page) => [.. page.Json.GetProperty("commands").EnumerateArray().Select(command => command.GetProperty("id").GetString()!)];

    private static StringContent Json(object body) => new(JsonSerializer.Serialize(body), new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
}
