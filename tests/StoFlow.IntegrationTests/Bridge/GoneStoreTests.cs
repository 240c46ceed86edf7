using Microsoft.Extensions.DependencyInjection;
using StoFlow.Bridge.Ops;
using StoFlow.Harness.FakePlugins;

namespace StoFlow.IntegrationTests.Bridge;

/// <summary>Somebody takes the data folder away from under a running bridge.</summary>
public sealed class GoneStoreTests
{
    [Fact]
    public async Task A_store_whose_file_is_gone_takes_no_write_and_says_so_and_goes_on_when_it_is_back()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        var first = (await bridge.QueueAsync(TestBridge.Write())).Id;
        await bridge.EndOfAsync(first);
        await Eventually.TrueAsync(() => plugin.Journal.IsEmpty, "its end is on disk");
        var away = bridge.Folder + "-away";
        Directory.Move(bridge.Folder, away);
        try
        {
            Assert.Equal("not_ready", (await bridge.GetAsync("/api/health/ready")).Text("status"));
            (await bridge.ExecuteAsync(TestBridge.Write("/api/v2/items/2"))).IsProblem(503, "storage_unavailable");
            Assert.Equal("done", (await bridge.QueueAsync(TestBridge.Read())) is { } read ? (await bridge.EndOfAsync(read.Id)).GetProperty("state").GetString() : null);
            Assert.False(Directory.Exists(bridge.Folder), "Nothing is made anew.");
        }
        finally
        {
            if (Directory.Exists(bridge.Folder)) Directory.Delete(bridge.Folder, recursive: true);
            Directory.Move(away, bridge.Folder);
        }

        var last = await bridge.ExecuteAsync(TestBridge.Write("/api/v2/items/3"));
        Assert.Equal(200, (int)last.Status);
        Assert.Equal(2, plugin.Commands.Count(command => command.Requests![0].Method == "PUT"));
        Assert.Equal("ready", (await bridge.GetAsync("/api/health/ready")).Text("status"));
        await Eventually.TrueAsync(() => plugin.Journal.IsEmpty, "its end is on disk");
        await bridge.RestartAsync();
        Assert.Equal("done", (await bridge.GetAsync($"/api/commands/{first}")).Text("state"));
        Assert.Equal("done", (await bridge.GetAsync($"/api/commands/{last.Json.GetProperty("command_id").GetString()}")).Text("state"));
    }

    [Fact]
    public async Task An_end_that_the_disk_has_not_taken_is_not_acknowledged()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        var answer = new TaskCompletionSource();
        plugin.Site = async (_, ct) =>
        {
            await answer.Task.WaitAsync(ct);
            return FakeAnswers.Json("{}");
        };
        var id = (await bridge.QueueAsync(TestBridge.Write())).Id;
        await bridge.StateAsync(id, "running");
        var (file, away) = (Path.Combine(bridge.Folder, "stoflow.db"), Path.Combine(bridge.Folder, "away.db"));
        File.Move(file, away);
        answer.SetResult();
        await Eventually.TrueAsync(() => plugin.Journal.Ended.Count == 1, "it ended in the browser");
        // Longer than acknowledgements are gathered.
        await Task.Delay(TimeSpan.FromSeconds(1), TestBridge.Ct);
        Assert.False(plugin.Journal.IsEmpty);

        File.Move(away, file);
        await Eventually.TrueAsync(() => plugin.Journal.IsEmpty, "it was acknowledged");
        Assert.Equal("done", (await bridge.EndOfAsync(id)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task When_no_more_audit_lines_can_wait_for_the_disk_no_command_begins_until_it_takes_them()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        await bridge.GetAsync("/api/audit");
        var (file, away) = (Path.Combine(bridge.Folder, "stoflow.db"), Path.Combine(bridge.Folder, "away.db"));
        File.Move(file, away);
        var audit = bridge.Host.Services.GetRequiredService<AuditLog>();
        var waiting = new List<Task>();
        while (!audit.IsFull)
        {
            waiting.Add(audit.RecordAsync(new AuditDraft("bridge", "test.line", "demo", null, null), TestBridge.Ct).AsTask());
            if (!waiting[^1].IsCompleted) await Task.Delay(10, TestBridge.Ct);
        }

        var asked = plugin.Commands.Count;
        (await bridge.ExecuteAsync(TestBridge.Read())).IsProblem(503, "storage_unavailable");
        (await bridge.QueueAsync(TestBridge.Read())).IsProblem(503, "storage_unavailable");
        Assert.Equal(asked, plugin.Commands.Count);

        File.Move(away, file);
        await Eventually.TrueAsync(async () => (int)(await bridge.ExecuteAsync(TestBridge.Read())).Status == 200, "it goes on");
        await Task.WhenAll(waiting).WaitAsync(TimeSpan.FromSeconds(30), TestBridge.Ct);
    }

    [Fact]
    public async Task The_audit_list_is_shown_as_far_as_it_is_written_while_the_disk_takes_nothing()
    {
        await using var bridge = await TestBridge.StartAsync();
        await bridge.ConnectAsync();
        await bridge.GetAsync("/api/audit");
        var away = Path.Combine(bridge.Folder, "away.db");
        File.Move(Path.Combine(bridge.Folder, "stoflow.db"), away);
        await bridge.ExecuteAsync(TestBridge.Read());

        var list = await bridge.GetAsync("/api/audit").WaitAsync(TimeSpan.FromSeconds(10), TestBridge.Ct);

        File.Move(away, Path.Combine(bridge.Folder, "stoflow.db"));
        Assert.Equal(200, (int)list.Status);
        Assert.Contains(list.Json.GetProperty("entries").EnumerateArray(), entry => entry.GetProperty("what").GetString() == "browser.paired");
        await Eventually.TrueAsync(
            async () => (await bridge.GetAsync("/api/audit")).Json.GetRawText().Contains("command.ended", StringComparison.Ordinal), "nothing of it is lost");
    }
}
