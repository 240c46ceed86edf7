using System.Text.Json;
using StoFlow.Bridge;
using StoFlow.Bridge.Lanes;
using StoFlow.Protocol.Wire;

namespace StoFlow.Tests.Bridge;

public sealed class SiteSignalTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_plain_answer_says_nothing() => Assert.Null(SiteSignal.Of(Result(Response(200), Response(404))).Code);

    [Fact]
    public void A_429_is_a_limit_and_a_challenge_is_worse()
    {
        Assert.Equal("rate_limited", SiteSignal.Of(Result(Response(200), Response(429))).Code);
        Assert.Equal("challenge", SiteSignal.Of(Result(Response(429), Response(403, code: "challenge"))).Code);
        Assert.Equal("challenge", SiteSignal.Of(Result(Response(403, code: "challenge"), Response(429))).Code);
        Assert.Equal("challenge", SiteSignal.Of(new CommandResult("1", "failed", 1, "challenge")).Code);
        Assert.Equal("rate_limited", SiteSignal.Of(Result(Response(403, data: """{"code":106,"message_code":"rate_limit_exceeded"}"""))).Code);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", 0)]
    [InlineData("999999999", 86_400)]
    [InlineData("Mon, 05 Jan 2026 12:00:30 GMT", 30)]
    [InlineData("Mon, 05 Jan 2026 11:00:00 GMT", 1)]
    [InlineData("Tue, 05 Jan 2027 11:00:00 GMT", 86_400)]
    public void The_site_says_when_in_seconds_or_as_a_date(string retryAfter, int seconds) =>
        Assert.Equal(Now.AddSeconds(seconds), new SiteSignal("rate_limited", retryAfter).Until(Now));

    [Theory]
    [InlineData(null)]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("1.5")]
    public void What_it_says_otherwise_counts_for_nothing(string? retryAfter) => Assert.Null(new SiteSignal("rate_limited", retryAfter).Until(Now));

    [Fact]
    public void The_person_s_share_stretches_the_gaps()
    {
        var pace = new LanePace(new PaceOptions { ReadGapMs = 400, WriteGapMs = 1_000, ParallelReads = 5, PersonShare = 0.2 });

        Assert.Equal((500, 1_250, 4), (pace.ReadGapMs, pace.WriteGapMs, pace.ParallelReads));
        Assert.Equal((0, 0), (LanePace.None.ReadGapMs, LanePace.None.WriteGapMs));
        Assert.Equal(1, new LanePace(new PaceOptions { ParallelReads = 1, PersonShare = 0.9 }).ParallelReads);
    }

    [Fact]
    public void The_back_off_doubles_up_to_its_end()
    {
        var pace = new LanePace(new PaceOptions { BackOffMs = 1_000, MaxBackOffMs = 5_000 });

        Assert.Equal([1, 2, 4, 5, 5], new[] { 0, 1, 2, 3, 100 }.Select(attempt => (int)pace.BackOff(attempt).TotalSeconds));
    }

    private static CommandResult Result(params SiteResponse[] responses) => new("1", "done", 1, Results: responses);

    private static SiteResponse Response(int status, string? code = null, string? data = null) =>
        new(status == 200, status, "", new Dictionary<string, string>(), 1, data is null ? null : JsonElement.Parse(data), Code: code);
}
