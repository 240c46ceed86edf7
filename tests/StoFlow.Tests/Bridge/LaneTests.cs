using StoFlow.Bridge;
using StoFlow.Bridge.Lanes;
using StoFlow.Bridge.Sessions;
using StoFlow.Protocol.Wire;

namespace StoFlow.Tests.Bridge;

/// <summary>A lane on a manual clock: whose turn it is, and when.</summary>
public sealed class LaneTests
{
    private static readonly PaceOptions Gaps = new() { ReadGapMs = 100, WriteGapMs = 1_000, ParallelReads = 2, PersonShare = 0, BackOffMs = 10_000 };

    [Fact]
    public async Task One_write_at_a_time_in_the_order_they_came()
    {
        await using var rig = new LaneRig();
        rig.Connect();
        var (first, second, third) = (rig.Add("1", true), rig.Add("2", true), rig.Add("3", true));

        Assert.Equal(["one", null, null], new[] { first, second, third }.Select(command => command.SentTo));
        Assert.Equal((1, 2), (rig.Lane.PositionOf(second), rig.Lane.PositionOf(third)));
        rig.Finish(first);
        Assert.Equal(["one", null], new[] { second, third }.Select(command => command.SentTo));
        rig.Finish(second);
        Assert.Equal("one", third.SentTo);
    }

    [Fact]
    public async Task With_the_pace_off_a_site_has_no_more_reads_at_once_than_a_browser_has_connections()
    {
        await using var rig = new LaneRig(PaceOptions.Off);
        rig.Connect();

        var reads = Enumerable.Range(1, 10).Select(id => rig.Add($"{id}", false)).ToList();

        Assert.Equal(6, reads.Count(read => read.SentTo is not null));
        rig.Finish(reads[0]);
        Assert.Equal(7, reads.Count(read => read.SentTo is not null));
    }

    [Fact]
    public async Task What_ended_before_it_had_its_place_holds_up_nobody()
    {
        await using var rig = new LaneRig();
        rig.Connect();
        var ended = new TestCommand("1", write: true) { Gone = true };
        Assert.True(rig.Lane.TryReserve(1));
        rig.Finish(ended);

        rig.Lane.Enqueue(ended);

        Assert.Equal("one", rig.Add("2", true).SentTo);
        Assert.Equal((0, 1), rig.Lane.Counts);
        Assert.Null(ended.SentTo);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_fails_in_the_bridge_on_its_way_out_ends_by_what_is_known_of_it(bool atTheRecord)
    {
        await using var rig = new LaneRig();
        rig.Connect();

        var failed = rig.Add("1", true, marking: atTheRecord ? Task.FromException(new InvalidOperationException("A broken statement.")) : null, unspeakable: !atTheRecord);

        Assert.Equal("internal", failed.Failure);
        Assert.Empty(rig.Sent.OfType<Command>());
    }

    [Fact]
    public async Task A_browser_that_asks_without_end_is_let_go_and_counted_on_when_it_comes_back()
    {
        await using var rig = new LaneRig();
        var told = 0;
        rig.Book.Changed += _ => told++;
        var session = rig.Connect();
        for (var i = 0; i < BrowserSession.MostLaneAsks; i++)
            Assert.True(rig.Sessions.Asked(session, new LaneAsk(i % 2 == 0 ? "pause" : "resume", "www.vinted.fr")));

        Assert.False(rig.Sessions.Asked(session, new LaneAsk("pause", "www.vinted.fr")));
        Assert.False(rig.Sessions.Asked(rig.Connect(), new LaneAsk("pause", "www.vinted.fr")));
        Assert.Equal(BrowserSession.MostLaneAsks, told);
        Assert.True(rig.Sessions.Asked(rig.Connect("two"), new LaneAsk("pause", "www.vinted.fr")), "another browser has its own");
        rig.Time.Advance(10_000);
        Assert.True(rig.Sessions.Asked(session, new LaneAsk("resume", "www.vinted.fr")));
        Assert.False(rig.Sessions.Asked(session, new LaneAsk("pause", "www.vinted.fr")));
    }

    [Fact]
    public async Task Reads_go_beside_a_write_up_to_their_limit()
    {
        await using var rig = new LaneRig(Gaps with { ReadGapMs = 0 });
        rig.Connect();
        rig.Add("w", true);
        var reads = Enumerable.Range(0, 4).Select(i => rig.Add($"r{i}", false)).ToList();

        Assert.Equal([true, true, false, false], reads.Select(read => read.SentTo is not null));
        rig.Finish(reads[1]);
        Assert.Equal([true, true, true, false], reads.Select(read => read.SentTo is not null));
    }

    [Fact]
    public async Task The_requests_of_a_batch_count_each_and_none_that_comes_later_goes_before_it()
    {
        await using var rig = new LaneRig(PaceOptions.Off);
        rig.Connect();
        var commands = new[] { rig.Add("four", false, cost: 4), rig.Add("one", false), rig.Add("many", false, cost: 100), rig.Add("last", false) };

        Assert.Equal([true, true, false, false], Sent());
        rig.Finish(commands[0]);
        Assert.Equal([true, true, false, false], Sent());
        rig.Finish(commands[1]);
        Assert.Equal([true, true, true, false], Sent());
        rig.Finish(commands[2]);
        Assert.Equal([true, true, true, true], Sent());

        IEnumerable<bool> Sent() => commands.Select(command => command.SentTo is not null);
    }

    [Theory]
    [InlineData(true, 1_000)]
    [InlineData(false, 100)]
    public async Task Starts_keep_the_gap_and_a_batch_costs_as_many_gaps_as_it_holds_requests(bool write, int gap)
    {
        await using var rig = new LaneRig(Gaps);
        rig.Connect();
        var (batch, next) = (rig.Add("1", write, cost: 3), rig.Add("2", write));
        Assert.NotNull(batch.SentTo);
        rig.Finish(batch);

        rig.Time.Advance((3 * gap) - 1);
        Assert.Null(next.SentTo);
        rig.Time.Advance(2);
        Assert.NotNull(next.SentTo);
    }

    [Fact]
    public async Task A_browser_makes_no_lane_of_what_is_no_site()
    {
        await using var rig = new LaneRig();
        rig.Sessions.Asked(rig.Connect(), new LaneAsk("pause", "www.example.test"));

        Assert.Equal([rig.Lane], rig.Book.All);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_clock_that_is_set_back_stretches_no_gap(bool write)
    {
        await using var rig = new LaneRig(Gaps);
        rig.Connect();
        rig.Finish(rig.Add("1", write));
        rig.Time.Set(TimeSpan.FromHours(-2));
        var next = rig.Add("2", write);
        Assert.Null(next.SentTo);

        rig.Time.Advance(1_001);

        Assert.NotNull(next.SentTo);
    }

    [Fact]
    public async Task A_command_whose_browser_is_away_holds_up_no_other()
    {
        await using var rig = new LaneRig();
        var absent = rig.Add("1", true, browser: "two");
        var any = rig.Add("2", true);
        Assert.Null(any.SentTo);

        rig.Connect("one");
        Assert.Equal((null, "one"), (absent.SentTo, any.SentTo));
        rig.Finish(any);
        rig.Connect("two");
        Assert.Equal("two", absent.SentTo);
    }

    [Fact]
    public async Task What_is_given_back_goes_first()
    {
        await using var rig = new LaneRig();
        rig.Connect();
        var (first, second) = (rig.Add("1", true), rig.Add("2", true));
        rig.Book.PauseByHand(rig.Lane.Key, "test");
        rig.Lane.GiveBack(first);

        Assert.Equal((0, 1), (rig.Lane.PositionOf(first), rig.Lane.PositionOf(second)));
        Assert.Equal((2, 0), rig.Lane.Counts);
    }

    [Fact]
    public async Task Places_are_limited_and_given_back()
    {
        await using var rig = new LaneRig();
        Assert.True(rig.Lane.TryReserve(2));
        Assert.True(rig.Lane.IsFree);
        Assert.True(rig.Lane.TryReserve(2));
        Assert.False(rig.Lane.TryReserve(2));
        // Of two that are being recorded one will wait for the other: its record must not say that it left.
        Assert.False(rig.Lane.IsFree);
        rig.Lane.Release();
        Assert.True(rig.Lane.TryReserve(2));
    }

    [Fact]
    public async Task What_ended_or_was_cancelled_on_its_way_to_the_browser_does_not_leave()
    {
        await using var rig = new LaneRig();
        var session = rig.Connect();

        Assert.False(await session.SendAsync(new TestCommand("1", true) { Gone = true }, 1, 0, TestContext.Current.CancellationToken));

        Assert.False(session.Awaits("1"));
    }

    [Fact]
    public async Task After_a_restart_writes_that_may_run_hold_the_lane()
    {
        await using var rig = new LaneRig();
        var sent = new TestCommand("1", true);
        rig.Lane.Restore(sent, sent: true);
        rig.Connect();
        var next = rig.Add("2", true);
        Assert.Null(next.SentTo);
        rig.Finish(sent);
        Assert.NotNull(next.SentTo);
    }

    [Fact]
    public async Task The_browser_that_is_signed_in_is_chosen()
    {
        await using var rig = new LaneRig();
        rig.Connect("out", signedIn: false);
        rig.Connect("in", signedIn: true);
        rig.Connect("new");

        Assert.Equal("in", rig.Sessions.Choose("demo", "www.vinted.fr", null)?.Browser.Id);
        Assert.Equal("out", rig.Sessions.Choose("demo", "www.vinted.fr", "out")?.Browser.Id);
        Assert.Null(rig.Sessions.Choose("demo", "www.vinted.fr", "none"));
        Assert.Null(rig.Sessions.Choose("other", "www.vinted.fr", null));
    }
}
