using System.Net;
using StoFlow.Cli.Doctor;
using StoFlow.Tests.Client;

namespace StoFlow.Tests.Cli;

/// <summary>A bridge that fails in the midst of the doctor's questions: what it said before still stands.</summary>
public sealed class DoctorTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lines_of_the_first_answer_are_shown_though_the_second_fails()
    {
        using var played = new PlayedBridge().Then(HttpStatusCode.OK, """{"plugin_available":false,"browsers":[]}""").ThenProblem("storage_unavailable");
        using var bridge = played.Bridge();

        var checks = await BrowserChecks.RunAsync(bridge, seller: null, Cancel);

        Assert.Equal([("token", Verdict.Ok), ("browsers", Verdict.Fail), ("lanes", Verdict.Fail)], checks.Select(check => (check.Name, check.Verdict)));
    }

    [Fact]
    public async Task A_report_that_does_not_come_is_a_line_of_its_own()
    {
        using var played = new PlayedBridge().ThenProblem("storage_unavailable");
        using var bridge = played.Bridge();

        var check = Assert.Single(await ReportChecks.RunAsync(bridge, audit: true, Cancel));

        Assert.Equal(("site_answers", Verdict.Fail), (check.Name, check.Verdict));
    }
}
