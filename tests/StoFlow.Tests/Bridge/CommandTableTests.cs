using StoFlow.Bridge;
using StoFlow.Bridge.Commands;
using StoFlow.Bridge.Policy;
using StoFlow.Bridge.Storage;
using StoFlow.Protocol;
using StoFlow.Protocol.Wire;

namespace StoFlow.Tests.Bridge;

/// <summary>What stays in memory when a command has ended.</summary>
public sealed class CommandTableTests
{
    private static readonly SiteResponse Fine = new(true, 200, "OK", new Dictionary<string, string>(StringComparer.Ordinal), 1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_done_write_is_left_to_its_record_once_that_is_durable()
    {
        await using var rig = new CommandRig();
        var (table, command) = (Table(rig), await rig.AcceptAsync(write: true, Ct));
        table.Add(command);
        await EndAsync(rig, command, "done");

        // It goes on the thread that made it durable.
        Assert.True(SpinWait.SpinUntil(() => table.Find(command.Id) is null, TimeSpan.FromSeconds(20)));
        Assert.Equal(CommandState.Done, (await rig.Store.FindAsync(command.Id, Ct))!.State);
    }

    [Theory]
    [InlineData(true, "unknown")]
    [InlineData(true, "failed")]
    [InlineData(false, "done")]
    public async Task Whoever_asks_again_for_anything_else_finds_it_here(bool write, string outcome)
    {
        await using var rig = new CommandRig();
        var (table, command) = (Table(rig), await rig.AcceptAsync(write, Ct));
        table.Add(command);
        await EndAsync(rig, command, outcome);

        Assert.Same(command, table.Find(command.Id));
        Assert.Equal(0, table.Live);
    }

    [Theory]
    [InlineData("failed")]
    [InlineData("done")]
    public async Task An_end_that_is_not_on_the_disk_stays_however_old_it_gets(string outcome)
    {
        await using var rig = new CommandRig();
        var (table, command) = (Table(rig), await rig.AcceptAsync(write: true, Ct));
        table.Add(command);
        await command.MarkSentAsync(CommandRig.Browser);
        using (rig.HoldDisk())
        {
            _ = command.EndedAsync(new CommandResult(command.Id, outcome, 1, Results: [Fine]));
            rig.Time.Advance(TimeSpan.FromDays(1));
            table.Sweep();

            Assert.Same(command, table.Find(command.Id));
            // A list by state and the states in it agree, whatever of them may be told already.
            Assert.Same(command, Assert.Single(table.Match(new CommandQuery(null, command.Shown.State, null, 10))));
        }

        await command.Durable;
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                table.Sweep();
                return table.Find(command.Id) is null;
            },
            TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task An_end_that_the_disk_has_not_taken_keeps_nothing_else_in_memory()
    {
        await using var rig = new CommandRig();
        var (table, write, read) = (Table(rig), await rig.AcceptAsync(write: true, Ct), await rig.AcceptAsync(write: false, Ct));
        table.Add(write);
        table.Add(read);
        await write.MarkSentAsync(CommandRig.Browser);
        var held = rig.HoldDisk();
        _ = write.EndedAsync(new CommandResult(write.Id, "failed", 1, "challenge"));
        await EndAsync(rig, read, "done");

        rig.Time.Advance(TimeSpan.FromMinutes(16));
        table.Sweep();

        Assert.Null(table.Find(read.Id));
        Assert.Same(write, table.Find(write.Id));
        held.Dispose();
        Assert.True(SpinWait.SpinUntil(() => table.Find(write.Id) is null, TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task A_list_goes_on_behind_a_record_that_memory_knows_better()
    {
        await using var rig = new CommandRig();
        var (table, writes) = (Table(rig), new List<LiveCommand>());
        for (var i = 0; i < 3; i++)
        {
            writes.Add(await rig.AcceptAsync(write: true, Ct));
            await EndAsync(rig, writes[i], "unknown");
        }

        table.Add(writes[2]);
        var held = rig.HoldDisk();
        var settling = writes[2].SettleAsync(new CommandResult(writes[2].Id, "done", 1, Results: [Fine]), CommandRig.Browser);

        var catalog = new CommandCatalog(table, rig.Store);
        var (listed, after) = (new List<string>(), (string?)null);
        do
        {
            var page = await catalog.PageAsync(new Caller("tok_1", "erp", CallerScope.Read, ["demo"]), null, "unknown", after, 1, Ct);
            listed.AddRange(page.Commands.Select(command => command.Id));
            after = page.Next;
        }
        while (after is not null);
        held.Dispose();
        await settling;

        Assert.Equal([writes[1].Id, writes[0].Id], listed);
    }

    [Fact]
    public async Task A_list_shows_what_memory_knows_and_not_the_record_that_lags_behind()
    {
        await using var rig = new CommandRig();
        var (table, write) = (Table(rig), await rig.AcceptAsync(write: true, Ct));
        table.Add(write);
        await write.MarkSentAsync(CommandRig.Browser);
        var held = rig.HoldDisk();
        var ending = write.EndedAsync(new CommandResult(write.Id, "done", 1, Results: [Fine]));
        var (catalog, caller) = (new CommandCatalog(table, rig.Store), new Caller("tok_1", "erp", CallerScope.Read, ["demo"]));

        var (all, sent, done) = (
            await catalog.PageAsync(caller, null, null, null, 10, Ct), await catalog.PageAsync(caller, null, "sent", null, 10, Ct),
            await catalog.PageAsync(caller, null, "done", null, 10, Ct));

        Assert.Equal(CommandState.Sent, (await rig.Store.FindAsync(write.Id, Ct))!.State);
        Assert.Equal((CommandState.Done, CommandState.Done), (Assert.Single(all.Commands).State, Assert.Single(done.Commands).State));
        Assert.Empty(sent.Commands);
        held.Dispose();
        await ending;
    }

    [Theory]
    [InlineData(null)]
    [InlineData("sent")]
    [InlineData("done")]
    public async Task A_list_never_shows_as_under_way_what_ended_while_it_was_read(string? state)
    {
        await using var rig = new CommandRig();
        var (table, write) = (Table(rig), await rig.AcceptAsync(write: true, Ct));
        table.Add(write);
        await write.MarkSentAsync(CommandRig.Browser);
        var catalog = new CommandCatalog(table, new PausedStore(rig.Store, async () =>
        {
            await write.EndedAsync(new CommandResult(write.Id, "done", 1, Results: [Fine]));
            await write.Durable;
            Assert.True(SpinWait.SpinUntil(() => table.Find(write.Id) is null, TimeSpan.FromSeconds(5)));
        }));

        var page = await catalog.PageAsync(new Caller("tok_1", "erp", CallerScope.Read, ["demo"]), null, state, null, 10, Ct);

        Assert.DoesNotContain(page.Commands, command => !command.State.IsEnd());
        if (state is null) Assert.Equal(CommandState.Done, Assert.Single(page.Commands).State);
    }

    [Fact]
    public async Task An_unknown_end_that_is_known_now_stays_until_the_disk_knows_it_too()
    {
        await using var rig = new CommandRig();
        var (table, write) = (Table(rig), await rig.AcceptAsync(write: true, Ct));
        table.Add(write);
        await EndAsync(rig, write, "unknown");
        var held = rig.HoldDisk();
        var settling = write.SettleAsync(new CommandResult(write.Id, "done", 1, Results: [Fine]), CommandRig.Browser);
        Assert.Equal(CommandState.Done, write.State);

        rig.Time.Advance(TimeSpan.FromDays(1));
        table.Sweep();

        // Forgotten now, it would be unknown again for whoever was told that it was done.
        Assert.Same(write, table.Find(write.Id));
        held.Dispose();
        await settling;
        Assert.True(SpinWait.SpinUntil(() => table.Find(write.Id) is null, TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task What_is_forgotten_is_not_held_any_more()
    {
        await using var rig = new CommandRig();
        var table = Table(rig);
        var outcomes = await ManyAsync(rig, table);

        rig.Time.Advance(TimeSpan.FromMinutes(16));
        table.Sweep();

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.Equal(0, outcomes.Count(outcome => outcome.IsAlive));
        GC.KeepAlive(table);
    }

    // Not in the test itself, whose own variables would hold them.
    private static async Task<List<WeakReference>> ManyAsync(CommandRig rig, CommandTable table)
    {
        var outcomes = new List<WeakReference>();
        for (var i = 0; i < 8; i++)
        {
            var read = await rig.AcceptAsync(write: false, Ct);
            table.Add(read);
            await EndAsync(rig, read, "done");
            table.Sweep();
            outcomes.Add(new WeakReference(read.Outcome));
        }

        return outcomes;
    }

    private static CommandTable Table(CommandRig rig) => new(new BridgeOptions(), rig.Time);

    private static async Task EndAsync(CommandRig rig, LiveCommand command, string outcome)
    {
        await command.MarkSentAsync(CommandRig.Browser);
        await command.EndedAsync(new CommandResult(command.Id, outcome, 1, Results: [Fine]));
        await command.Durable;
    }
}
