using StoFlow.Cli;
using StoFlow.Cli.Failures;
using StoFlow.Client;
using StoFlow.Protocol;

namespace StoFlow.Tests.Cli;

public sealed class FailureMapTests
{
    private const string Bridge = "http://127.0.0.1:1";

    [Theory]
    [InlineData(ErrorCode.NoBrowser, 3)]
    [InlineData(ErrorCode.NoSiteTab, 3)]
    [InlineData(ErrorCode.SitePermissionMissing, 3)]
    [InlineData(ErrorCode.NotSignedIn, 3)]
    [InlineData(ErrorCode.CsrfMissing, 3)]
    [InlineData(ErrorCode.Challenge, 4)]
    [InlineData(ErrorCode.LanePaused, 4)]
    [InlineData(ErrorCode.OutcomeUnknown, 5)]
    [InlineData(ErrorCode.InvalidRequest, 2)]
    [InlineData(ErrorCode.Timeout, 1)]
    [InlineData(ErrorCode.Unauthorized, 1)]
    [InlineData(ErrorCode.NotAllowedByPolicy, 1)]
    [InlineData(ErrorCode.RateLimited, 1)]
    [InlineData(ClientErrorCode.BridgeUnreachable, 1)]
    public void Each_code_has_its_exit_code(string code, int exitCode)
    {
        var failure = FailureMap.Explain(new StoFlowException(code, "detail") { CommandId = "c1" }, Bridge, stopped: false);

        Assert.Equal(exitCode, failure.ExitCode);
        Assert.Equal(code, failure.Code);
        Assert.Equal("c1", failure.CommandId);
        Assert.False(failure.Success);
    }

    [Fact]
    public void A_limit_that_passes_by_itself_calls_nobody()
    {
        var limit = new StoFlowException(ErrorCode.LanePaused, "The site asks to slow down.") { Until = DateTimeOffset.UnixEpoch };

        var failure = FailureMap.Explain(limit, Bridge, stopped: false);

        Assert.Equal(ExitCodes.Failed, failure.ExitCode);
        Assert.Contains("It goes on by itself at 1970-01-01 00:00:00 UTC.", failure.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stop_by_the_person_is_130_and_a_deadline_is_not()
    {
        Assert.Equal(130, FailureMap.Explain(new OperationCanceledException(), Bridge, stopped: true).ExitCode);
        Assert.Equal(1, FailureMap.Explain(new OperationCanceledException(), Bridge, stopped: false).ExitCode);
    }

    [Fact]
    public void An_unknown_outcome_names_the_way_to_look()
    {
        var failure = FailureMap.Explain(new OutcomeUnknownException("lost") { CommandId = "c1" }, Bridge, stopped: false);
        Assert.Contains("stoflow commands resolve c1", failure.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_person_is_sent_to_the_browser_by_a_challenge()
    {
        var failure = FailureMap.Explain(new PersonNeededException(ErrorCode.Challenge, "The site asks."), Bridge, stopped: false);
        Assert.Contains("It is settled, go on", failure.Detail, StringComparison.Ordinal);
    }
}
