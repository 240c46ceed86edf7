using StoFlow.Bridge;
using StoFlow.Bridge.Lanes;
using StoFlow.Protocol.Wire;

namespace StoFlow.Tests.Bridge;

/// <summary>A lane on a manual clock: why it stands still, and when it goes on.</summary>
public sealed class LanePauseTests
{
    private static readonly PaceOptions Gaps = new() { ReadGapMs = 100, WriteGapMs = 1_000, ParallelReads = 2, PersonShare = 0, BackOffMs = 10_000 };

    [Fact]
    public async Task Nothing_leaves_while_it_is_paused_and_all_goes_on_at_the_time()
    {
        await using var rig = new LaneRig();
        rig.Connect();
        rig.Book.Signal(rig.Lane, new SiteSignal("rate_limited", "5"));
        var (write, read) = (rig.Add("w", true), rig.Add("r", false));

        rig.Time.Advance(4_999);
        Assert.Null(write.SentTo ?? read.SentTo);
        rig.Time.Advance(2);
        Assert.NotNull(write.SentTo);
        Assert.NotNull(read.SentTo);
        Assert.Null(rig.Lane.Pause);
    }

    [Fact]
    public async Task A_timer_that_fires_early_does_not_leave_the_lane_standing()
    {
        await using var rig = new LaneRig();
        rig.Connect();
        rig.Time.EarlyBy = TimeSpan.FromMilliseconds(3);
        rig.Book.Signal(rig.Lane, new SiteSignal("rate_limited", "5"));
        var command = rig.Add("1", true);
        rig.Time.Advance(4_999);
        Assert.Null(command.SentTo);
        rig.Time.Advance(10);

        Assert.NotNull(command.SentTo);
    }

    [Fact]
    public async Task Limits_in_a_row_without_a_time_double_the_pause_and_an_answer_ends_the_row()
    {
        await using var rig = new LaneRig(Gaps);
        rig.Connect();

        Assert.Equal([10, 20, 40], Enumerable.Range(0, 3).Select(_ => Pause()));
        rig.Finish(rig.Add("ok", false));
        Assert.Equal(10, Pause());

        int Pause()
        {
            var command = rig.Add(Guid.NewGuid().ToString(), false);
            rig.Finish(command, new SiteSignal("rate_limited"));
            var wait = rig.Lane.Pause!.Until!.Value - rig.Time.GetUtcNow();
            // Going on by itself is no proof that the site is content.
            rig.Time.Advance(wait + TimeSpan.FromMilliseconds(2));
            Assert.Null(rig.Lane.Pause);
            return (int)wait.TotalSeconds;
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Neither_an_end_without_an_answer_nor_an_answer_from_before_the_limit_ends_the_row(bool answered)
    {
        await using var rig = new LaneRig(Gaps with { ReadGapMs = 0 });
        rig.Connect();
        var (limited, beside) = (rig.Add("1", false), rig.Add("2", false));
        rig.Finish(limited, new SiteSignal("rate_limited"));
        if (answered) rig.Finish(beside);
        rig.Time.Advance(TimeSpan.FromSeconds(11));
        if (!answered) rig.Lane.Finish(beside, default, answered: false);

        rig.Finish(rig.Add("3", false), new SiteSignal("rate_limited"));
        Assert.Equal(20, (int)(rig.Lane.Pause!.Until!.Value - rig.Time.GetUtcNow()).TotalSeconds);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_shorter_limit_does_not_shorten_a_longer_one(bool pausedByHand)
    {
        await using var rig = new LaneRig();
        rig.Connect();
        if (pausedByHand) rig.Book.PauseByHand(rig.Lane.Key, "test");
        rig.Book.Signal(rig.Lane, new SiteSignal("rate_limited", "60"));
        rig.Book.Signal(rig.Lane, new SiteSignal("rate_limited", "5"));
        if (pausedByHand) rig.Book.Resume(rig.Lane.Key, "test");

        Assert.Equal(rig.Time.GetUtcNow().AddSeconds(60), rig.Lane.Pause?.Until);
    }

    [Theory]
    [InlineData(-2, 61)]
    [InlineData(2, 0)]
    public async Task A_limit_ends_when_its_time_is_over_by_either_clock(int setHours, int seconds)
    {
        await using var rig = new LaneRig(Gaps);
        rig.Connect();
        rig.Book.Signal(rig.Lane, new SiteSignal("rate_limited", "60"));
        var command = rig.Add("1", true);
        rig.Time.Set(TimeSpan.FromHours(setHours));

        rig.Time.Advance(TimeSpan.FromSeconds(seconds));
        rig.Lane.Pump();

        Assert.NotNull(command.SentTo);
    }

    [Fact]
    public async Task A_challenge_waits_for_the_person_however_long()
    {
        await using var rig = new LaneRig();
        rig.Connect();
        rig.Book.Signal(rig.Lane, new SiteSignal("challenge"));
        var command = rig.Add("1", true);
        rig.Book.Signal(rig.Lane, new SiteSignal("rate_limited", "1"));

        rig.Time.Advance(TimeSpan.FromDays(3));
        Assert.Equal("challenge", rig.Lane.Pause?.Code);
        Assert.Null(command.SentTo);
        rig.Book.Resume(rig.Lane.Key, "test");
        Assert.NotNull(command.SentTo);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_limit_of_the_site_outlasts_a_pause_by_hand(bool before)
    {
        await using var rig = new LaneRig();
        rig.Connect();
        var limit = new SiteSignal("rate_limited", "60");
        if (before) rig.Book.Signal(rig.Lane, limit);
        rig.Book.PauseByHand(rig.Lane.Key, "test");
        if (!before) rig.Book.Signal(rig.Lane, limit);
        var command = rig.Add("1", true);

        rig.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("lane_paused", rig.Lane.Pause?.Code);
        rig.Book.Resume(rig.Lane.Key, "test");
        Assert.Equal("rate_limited", rig.Lane.Pause?.Code);
        Assert.Null(command.SentTo);
        rig.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.NotNull(command.SentTo);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_limit_under_a_pause_by_hand_outlasts_a_restart(bool before)
    {
        await using var rig = new LaneRig();
        var limit = new SiteSignal("rate_limited", "60");
        if (before) rig.Book.Signal(rig.Lane, limit);
        rig.Book.PauseByHand(rig.Lane.Key, "test");
        if (!before) rig.Book.Signal(rig.Lane, limit);

        var book = await rig.RestartedAsync(TestContext.Current.CancellationToken);
        var lane = book.Get(rig.Lane.Key);
        Assert.Equal(rig.Lane.Pause, lane.Pause);
        book.Resume(lane.Key, "test");

        Assert.Equal(("rate_limited", rig.Time.GetUtcNow().AddSeconds(60)), (lane.Pause?.Code, lane.Pause?.Until));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_limit_that_was_set_while_the_clock_was_far_ahead_lasts_no_longer_than_one_may(bool underHand)
    {
        await using var rig = new LaneRig();
        // Longer than a timer takes: the bridge did not start any more.
        rig.Time.Set(TimeSpan.FromDays(60));
        rig.Book.Signal(rig.Lane, new SiteSignal("rate_limited", "60"));
        if (underHand) rig.Book.PauseByHand(rig.Lane.Key, "test");
        rig.Time.Set(TimeSpan.FromDays(-60));

        var book = await rig.RestartedAsync(TestContext.Current.CancellationToken);
        if (underHand) book.Resume(rig.Lane.Key, "test");

        Assert.Equal(rig.Time.GetUtcNow().AddDays(1), book.Get(rig.Lane.Key).Pause?.Until);
    }

    [Fact]
    public async Task Who_resumes_everything_does_not_cut_a_limit_short_but_who_resumes_that_lane_does()
    {
        await using var rig = new LaneRig();
        var session = rig.Connect();
        rig.Book.Signal(rig.Lane, new SiteSignal("rate_limited", "60"));

        rig.Sessions.Asked(session, new LaneAsk("resume"));
        Assert.Equal("rate_limited", rig.Lane.Pause?.Code);
        rig.Sessions.Asked(session, new LaneAsk("resume", rig.Lane.Key.Site));
        Assert.Null(rig.Lane.Pause);
    }

    [Fact]
    public async Task A_pause_by_hand_does_not_hide_that_the_site_waits_for_the_person()
    {
        await using var rig = new LaneRig();
        rig.Connect();
        rig.Book.Signal(rig.Lane, new SiteSignal("challenge"));

        rig.Book.PauseByHand(rig.Lane.Key, "test");

        Assert.Equal("challenge", rig.Lane.Pause?.Code);
    }

    [Fact]
    public async Task A_plugin_that_stops_a_lane_says_why_to_whoever_waits()
    {
        await using var rig = new LaneRig();
        var session = rig.Connect();

        rig.Sessions.Asked(session, new LaneAsk("pause", rig.Lane.Key.Site, "other.shop is signed in."));

        Assert.Equal(("lane_paused", "other.shop is signed in.", null), (rig.Lane.Pause?.Code, rig.Lane.Pause?.Detail, rig.Lane.Pause?.Until));
        rig.Sessions.Asked(session, new LaneAsk("pause", rig.Lane.Key.Site, new string('x', 10_000)));
        Assert.Equal(500, rig.Lane.Pause?.Detail.Length);
    }

    [Fact]
    public async Task Who_waits_on_the_line_is_told_when_it_stops()
    {
        await using var rig = new LaneRig();
        rig.Connect();
        rig.Add("running", true);
        var (caller, queued) = (rig.Add("1", true, interactive: true), rig.Add("2", true));

        rig.Book.PauseByHand(rig.Lane.Key, "test");

        Assert.Equal("lane_paused", caller.Failure);
        Assert.Null(queued.Failure);
    }

    [Fact]
    public async Task A_pause_that_comes_while_a_command_is_being_recorded_as_sent_keeps_it_back()
    {
        await using var rig = new LaneRig();
        var session = rig.Connect();
        var recording = new TaskCompletionSource();
        var command = rig.Add("1", true, marking: recording.Task);
        Assert.NotNull(command.SentTo);

        rig.Book.Signal(rig.Lane, new SiteSignal("challenge"));
        recording.SetResult();

        Assert.Equal((1, false), (command.GivenBack, session.Awaits("1")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_limit_whose_time_is_over_ends_no_pause_that_came_just_before(bool challenge)
    {
        await using var rig = new LaneRig();
        rig.Connect();
        rig.Book.Signal(rig.Lane, new SiteSignal("rate_limited", "5"));
        var limit = rig.Lane.Pause!;
        if (challenge) rig.Book.Signal(rig.Lane, new SiteSignal("challenge"));
        else rig.Book.PauseByHand(rig.Lane.Key, "test");

        // As the timer does that saw the limit a moment ago.
        rig.Book.TimeIsOver(rig.Lane, limit);

        Assert.Equal(challenge ? "challenge" : "lane_paused", rig.Lane.Pause?.Code);
        Assert.Null(rig.Add("1", true).SentTo);
    }

    [Fact]
    public async Task Browsers_hear_that_a_lane_goes_on_before_they_get_what_waited()
    {
        await using var rig = new LaneRig();
        rig.Connect();
        rig.Book.Signal(rig.Lane, new SiteSignal("challenge"));
        rig.Add("1", false);

        rig.Book.Resume(rig.Lane.Key, "test");

        Assert.Equal(["LaneNotice running", "LaneNotice paused", "LaneNotice running", "Command"], rig.Sent.Select(Told));

        static string Told(WireMessage message) => message is LaneNotice notice ? $"LaneNotice {notice.State}" : message.GetType().Name;
    }

    [Fact]
    public async Task Changes_at_the_same_moment_are_told_and_stored_in_the_order_in_which_they_hold()
    {
        await using var rig = new LaneRig();
        rig.Connect();
        var told = new List<string?>();
        rig.Book.Changed += change => { lock (told) told.Add(change.Pause?.Code); };
        for (var round = 0; round < 400; round++)
        {
            Parallel.Invoke(
                () => rig.Book.PauseByHand(rig.Lane.Key, "one"),
                () => rig.Book.Resume(rig.Lane.Key, "two"),
                () => rig.Book.Signal(rig.Lane, new SiteSignal(round % 2 == 0 ? "challenge" : "rate_limited", "60")));

            var pause = rig.Lane.Pause;
            lock (told) Assert.Equal(pause?.Code, told[^1]);
            Assert.Equal(pause?.Code, rig.Sent.OfType<LaneNotice>().Last().Code);
            Assert.Equal(pause?.Code, (await rig.RestartAsync()).Pause?.Code);
            Assert.All(told.Zip(told.Skip(1)), pair => Assert.False(pair is { First: "challenge", Second: "lane_paused" }, "a hand took the site's question away"));
            rig.Book.Resume(rig.Lane.Key, "test");
            rig.Book.Resume(rig.Lane.Key, "test");
        }
    }

    [Fact]
    public async Task A_row_of_limits_goes_on_over_a_restart()
    {
        await using var rig = new LaneRig(Gaps);
        rig.Connect();
        rig.Finish(rig.Add("1", false), new SiteSignal("rate_limited"));

        var lane = await rig.RestartAsync();

        Assert.Equal(rig.Lane.Pause!.Until, lane.Pause!.Until);
        Assert.Equal(TimeSpan.FromSeconds(20), lane.PauseFor(new SiteSignal("rate_limited"), rig.Time.GetUtcNow()).Until - rig.Time.GetUtcNow());
    }

    [Fact]
    public async Task Whoever_waits_is_told_of_a_pause_that_came_just_before_the_command()
    {
        await using var rig = new LaneRig(Gaps);
        rig.Connect();
        var (sent, queued) = (rig.Add("1", true, interactive: true), rig.Add("2", true));
        rig.Book.PauseByHand(rig.Lane.Key, "test");

        rig.Lane.GiveBack(sent);
        var late = rig.Add("3", false, interactive: true);

        Assert.Equal(["lane_paused", null, "lane_paused"], new[] { sent, queued, late }.Select(command => command.Failure));
    }
}
