using System.Net;
using System.Text.Json;
using StoFlow.Client;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Tests.Client;

/// <summary>What left the end of a write open keeps the site out of sight for a moment longer: the look waits for it, as long as a read may take.</summary>
public sealed class AwayLookTests
{
    private static readonly TimeSpan Pauses = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ErrorCode.NoBrowser, null, 3)]
    [InlineData(ErrorCode.Timeout, null, 3)]
    [InlineData(ErrorCode.LanePaused, 15, 1)]
    public async Task A_look_that_meets_nobody_for_a_moment_is_made_again(string code, int? retryAfter, int times)
    {
        using var played = Unknown();
        for (var time = 0; time < times; time++) played.ThenProblem(code, retryAfter, command: null);
        played.ThenSite("""{"code":104,"message_code":"not_found"}""", 404);
        using var client = played.Client();

        await played.Time.RunAsync(DeleteAsync(client), Pauses);

        Assert.Equal(2 + times + 1, played.Calls.Count);
    }

    [Theory]
    [InlineData(ErrorCode.NoBrowser, null)]
    [InlineData(ErrorCode.LanePaused, 90)]
    public async Task Nobody_for_as_long_as_a_read_may_take_leaves_it_unknown(string code, int? retryAfter)
    {
        using var played = Unknown().ThenProblem(code, retryAfter, command: null);
        using var client = played.Client();
        var began = played.Time.GetUtcNow();

        var unknown = await Assert.ThrowsAsync<OutcomeUnknownException>(() => played.Time.RunAsync(DeleteAsync(client), Pauses));

        Assert.Equal((ReadBackAnswer.StillUnknown, "cmd-1"), (unknown.Answer, unknown.CommandId));
        Assert.InRange(played.Time.GetUtcNow() - began, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_lane_that_waits_for_the_person_is_not_waited_for()
    {
        using var played = Unknown().ThenProblem(ErrorCode.LanePaused, command: null);
        using var client = played.Client();

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => played.Time.RunAsync(DeleteAsync(client), Pauses));

        Assert.Equal(3, played.Calls.Count);
    }

    private static async Task<bool> DeleteAsync(VintedProxyClient client)
    {
        await client.DeleteProductAsync(7, cancellationToken: Cancel);
        return true;
    }

    // The write is accepted, and its deadline passes while the browser is away.
    private static PlayedBridge Unknown()
    {
        var now = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
        var view = new CommandView(
            "cmd-1", CommandState.Unknown, "demo", "www.vinted.fr", CommandAction.Request, true, "shop", now, now, null, null, null, now, "k",
            ErrorCode.OutcomeUnknown, "Its deadline passed.", null, null);
        return new PlayedBridge().ThenProblem(ErrorCode.OutcomeUnknown).Then(HttpStatusCode.OK, JsonSerializer.Serialize(view, ProtocolJson.Relaxed.CommandView));
    }
}
