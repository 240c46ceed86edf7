using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using StoFlow.Bridge;
using StoFlow.Bridge.Ops;
using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Storage;
using StoFlow.Protocol;
using StoFlow.Protocol.Wire;

namespace StoFlow.Tests.Bridge;

/// <summary>What is old goes, and a clock that was set makes nothing old.</summary>
public sealed class RetentionTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void A_clock_set_ahead_is_followed_slowly_and_one_set_back_at_once()
    {
        var time = new ManualTime();
        var start = time.GetUtcNow();
        var clock = new RetentionClock(lastKnown: null, time);

        time.Set(TimeSpan.FromDays(30));
        Assert.Equal(start, clock.Now);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(start.AddHours(12), clock.Now);

        time.Set(TimeSpan.FromDays(-31));
        Assert.Equal(time.GetUtcNow(), clock.Now);
        time.Set(TimeSpan.FromDays(1));
        time.Advance(TimeSpan.FromDays(3));
        Assert.Equal(time.GetUtcNow(), clock.Now);
    }

    [Fact]
    public void It_begins_with_the_last_time_that_the_run_before_knew()
    {
        var time = new ManualTime();
        var before = time.GetUtcNow().AddDays(-30);

        Assert.Equal(before, new RetentionClock(before, time).Now);
        Assert.Equal(time.GetUtcNow(), new RetentionClock(time.GetUtcNow().AddDays(30), time).Now);
    }

    [Fact]
    public async Task A_wall_clock_set_a_month_ahead_makes_no_record_old()
    {
        await using var rig = new CommandRig();
        var (old, young) = (await EndedAsync(rig), await EndedAsync(rig));
        var start = rig.Time.GetUtcNow();
        await rig.Store.EndAsync(new CommandEnd(old, CommandState.Failed, start.AddDays(-40), null, null, null, null));
        await rig.Store.EndAsync(new CommandEnd(young, CommandState.Failed, start, null, null, null, null));
        using var sweeper = rig.Sweeper();

        rig.Time.Set(TimeSpan.FromDays(31));

        await GoesAsync(sweeper, rig.Time, async () => await rig.Store.FindAsync(old, Ct) is null);
        Assert.NotNull(await rig.Store.FindAsync(young, Ct));
    }

    [Fact]
    public async Task Lines_of_the_audit_list_go_when_they_are_old_and_not_by_a_clock_that_was_set()
    {
        using var folder = new TestFolder();
        await using var writer = new SqliteWriter(new SqliteFile(folder.File("stoflow.db")), NullLogger<SqliteWriter>.Instance);
        var (time, store, options) = (new ManualTime(), new AuditStore(writer), new BridgeOptions());
        var draft = new AuditDraft("token:erp", AuditWords.CommandEnded, "anna", "cmd", "done");
        var now = time.GetUtcNow();
        await store.AppendAsync([(now.AddDays(-366), draft), (now.AddDays(-364), draft), (now, draft)], Ct);
        using var sweeper = new AuditSweeper(store, new RetentionClock(store.Newest(), time), options, time, NullLogger<AuditSweeper>.Instance);

        time.Set(TimeSpan.FromDays(366));

        await GoesAsync(sweeper, time, () => Task.FromResult(store.Page(null, null, 10).Entries.Count < 3));
        Assert.Equal([3L, 2L], store.Page(null, null, 10).Entries.Select(entry => entry.Seq));
    }

    [Fact]
    public async Task A_big_result_that_broke_off_and_that_nobody_waits_for_does_not_stay_on_the_disk()
    {
        await using var rig = new CommandRig();
        var session = rig.Sessions.GetOrAdd(new BrowserIdentity(CommandRig.Browser, "demo", "laptop", default, rig.Time.GetUtcNow()));
        var waited = new TestCommand("waited", write: false);
        session.Adopt(waited);
        foreach (var (reference, id) in new[] { (1, waited.Id), (2, "ended") })
        {
            await session.Inlet.OfferAsync(new BodyPut(reference, id, 100, new string('0', 64)), session.Awaits, Ct);
            var frame = new byte[ChunkFrame.HeaderBytes + 10];
            ChunkFrame.Seal(reference, frame);
            Assert.Equal(new BodyOk(reference, 10), (await session.Inlet.TakeAsync(frame, Ct)).Answer);
        }

        using var sweeper = rig.Sweeper();
        await GoesAsync(sweeper, rig.Time, () => Task.FromResult(Directory.EnumerateFiles(rig.Spool).Count() < 2));

        Assert.Single(Directory.EnumerateFiles(rig.Spool));
        Assert.Equal(new BodyOk(3, 10), await session.Inlet.OfferAsync(new BodyPut(3, waited.Id, 100, new string('0', 64)), session.Awaits, Ct));
    }

    private static async Task<string> EndedAsync(CommandRig rig) => (await rig.AcceptAsync(write: true, Ct)).Id;

    // Ten minutes at a time: so often that each service has had its turn, and too seldom for the clock to have caught up.
    private static async Task GoesAsync(IHostedService service, ManualTime time, Func<Task<bool>> gone)
    {
        await service.StartAsync(Ct);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        for (var round = 0; round < 8 || !await gone(); round++)
        {
            Assert.False(deadline.IsCancellationRequested, "it does not go");
            if (round % 10 == 0 && round < 10 * 12) time.Advance(TimeSpan.FromMinutes(10));
            await Task.Delay(20, Ct);
        }

        await service.StopAsync(Ct);
    }
}
