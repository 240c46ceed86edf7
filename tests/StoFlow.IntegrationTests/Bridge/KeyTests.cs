using Microsoft.Extensions.DependencyInjection;
using StoFlow.Bridge.Commands;
using StoFlow.Harness.FakePlugins;
using StoFlow.Protocol.Wire;

namespace StoFlow.IntegrationTests.Bridge;

/// <summary>What an idempotency key holds on to.</summary>
public sealed class KeyTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_read_does_not_take_the_key_of_a_write_that_is_done(bool queued)
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        var first = await bridge.ExecuteAsync(TestBridge.Write(), "key-1");
        // Once its record is durable a done write leaves memory.
        await Eventually.TrueAsync(() => plugin.Journal.IsEmpty, "its end is acknowledged");

        var read = queued ? await bridge.QueueAsync(TestBridge.Read(), "key-1") : await bridge.ExecuteAsync(TestBridge.Read(), "key-1");

        read.IsProblem(409, "idempotency_conflict");
        Assert.Equal(first.Text("command_id"), (await bridge.ExecuteAsync(TestBridge.Write(), "key-1")).Text("command_id"));
        Assert.Single(plugin.Commands);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_repeat_of_what_failed_says_that_a_new_key_is_due(bool write)
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        plugin.Runner = (command, _) => Task.FromResult<CommandResult?>(new CommandResult(command.Id, "failed", 1, "not_signed_in", "Sign in."));
        var asked = write ? TestBridge.Write() : TestBridge.Read();
        var first = await bridge.ExecuteAsync(asked, "key-1");
        first.IsProblem(503, "not_signed_in");
        plugin.Runner = null;

        var again = await bridge.ExecuteAsync(asked, "key-1");

        again.IsProblem(503, "not_signed_in");
        Assert.StartsWith(first.Text("detail"), again.Text("detail"), StringComparison.Ordinal);
        Assert.Contains("use a new key", again.Text("detail"), StringComparison.Ordinal);
        Assert.Equal(200, (int)(await bridge.ExecuteAsync(asked, "key-2")).Status);
    }

    [Fact]
    public async Task A_repeat_of_what_has_ended_waits_for_no_browser()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        var first = await bridge.ExecuteAsync(TestBridge.Write(), "key-1");
        await Eventually.TrueAsync(() => plugin.Journal.IsEmpty, "the outcome is on disk");
        await bridge.RestartAsync();

        // A new one waits for the browser, which is likely back soon, and by its deadline less long than the repeat would.
        var another = bridge.ExecuteAsync(TestBridge.Write(timeout: 3_000), "key-2");
        var again = bridge.ExecuteAsync(TestBridge.Write(), "key-1");

        Assert.Same(again, await Task.WhenAny(again, another));
        Assert.Equal(first.Text("command_id"), (await again).Text("command_id"));
        (await another).IsProblem(503, "no_browser");
    }

    [Fact]
    public async Task A_repeat_hears_how_an_unknown_end_was_settled()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        plugin.Site = async (_, _) =>
        {
            await hold.Task;
            return FakeAnswers.Json("{}");
        };
        // Long enough to have begun on a machine that is busy with something else.
        (await bridge.ExecuteAsync(TestBridge.Write(timeout: 3_000), "key-1")).IsProblem(504, "outcome_unknown");

        hold.SetResult();
        await Eventually.TrueAsync(async () => (await bridge.ExecuteAsync(TestBridge.Write(timeout: 3_000), "key-1")).Json.GetProperty("success").GetBoolean(), "the repeat hears of it");
        Assert.Single(plugin.Commands);
    }

    [Fact]
    public async Task A_read_that_somebody_queued_outlives_the_caller_who_asked_first()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        plugin.Site = async (_, ct) =>
        {
            await hold.Task.WaitAsync(ct);
            return FakeAnswers.Json("{}");
        };
        using var leaving = new CancellationTokenSource();
        var first = ExecuteAsync(bridge, leaving.Token);
        await Eventually.TrueAsync(() => plugin.Commands.Count == 1, "the read has left");
        var id = (await bridge.QueueAsync(TestBridge.Read(), "key-1")).Id;

        await LeaveAsync(bridge, leaving, first);
        hold.SetResult();

        Assert.Equal("done", (await bridge.EndOfAsync(id)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_read_that_two_wait_for_outlives_the_one_who_leaves()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        plugin.Site = async (_, ct) =>
        {
            await hold.Task.WaitAsync(ct);
            return FakeAnswers.Json("{}");
        };
        using var leaving = new CancellationTokenSource();
        var (leaves, stays) = (ExecuteAsync(bridge, leaving.Token), ExecuteAsync(bridge, TestBridge.Ct));
        await Eventually.TrueAsync(() => plugin.Commands.Count == 1, "the read has left");
        var callers = bridge.Host.Services.GetRequiredService<CommandTable>().Find(plugin.Commands.Single().Id)!.Callers;
        await Eventually.TrueAsync(() => callers.Waiting == 2, "both wait for it");

        await LeaveAsync(bridge, leaving, leaves);
        hold.SetResult();

        using var answer = await stays;
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        Assert.Single(plugin.Commands);
    }

    private static async Task<HttpResponseMessage> ExecuteAsync(TestBridge bridge, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/plugin/execute") { Content = System.Net.Http.Json.JsonContent.Create(TestBridge.Read()) };
        request.Headers.Add("Idempotency-Key", "key-1");
        return await bridge.Http.SendAsync(request, ct);
    }

    private static async Task LeaveAsync(TestBridge bridge, CancellationTokenSource leaving, Task leaver)
    {
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaver);
        // What the bridge does about a caller who left it does before it takes the next.
        await bridge.GetAsync("/api/health");
        await Task.Delay(100, TestBridge.Ct);
    }
}
