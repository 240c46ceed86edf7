using System.Globalization;
using System.Net.Sockets;
using StoFlow.Bridge;
using StoFlow.Client;
using StoFlow.Protocol;

namespace StoFlow.Cli.Failures;

/// <summary>The one place where an exception becomes an exit code and a message that says what to do next.</summary>
internal static class FailureMap
{
    public static Failure Explain(Exception problem, string bridgeUrl, bool stopped) => problem switch
    {
        OperationCanceledException when stopped => new(false, ExitCodes.Interrupted, "Interrupted."),
        OperationCanceledException => new(false, ExitCodes.Failed, "No answer in time. It is safe to ask again; --timeout gives it longer."),
        UsageException => new(false, ExitCodes.Usage, problem.Message),
        DeclinedException => new(false, ExitCodes.Failed, problem.Message),
        ToolException tool => new(false, tool.ExitCode, tool.Message),
        ValidationException wrong => Of(wrong, wrong.Detail),
        StoFlowException known => Of(known, Advise(known, bridgeUrl)),
        HttpRequestException { InnerException: SocketException } => new(false, ExitCodes.Failed, Unreachable(bridgeUrl), ClientErrorCode.BridgeUnreachable),
        IOException or UnauthorizedAccessException => new(false, ExitCodes.Failed, problem.Message),
        BridgeException refused => new(false, ExitCodes.Failed, refused.Message, refused.Code),
        _ => new(false, ExitCodes.Failed, $"The tool itself failed: {problem.GetType().Name}: {problem.Message}", ErrorCode.Internal),
    };

    /// <summary>The exit code of a bridge's or client's code.</summary>
    public static int ExitCode(string code) => code switch
    {
        ErrorCode.InvalidRequest => ExitCodes.Usage,
        ErrorCode.NoBrowser or ErrorCode.NoSiteTab or ErrorCode.SitePermissionMissing or ErrorCode.NotSignedIn or ErrorCode.CsrfMissing
            or ErrorCode.PluginOutdated => ExitCodes.NoBrowser,
        ErrorCode.Challenge or ErrorCode.LanePaused => ExitCodes.PersonNeeded,
        ErrorCode.OutcomeUnknown => ExitCodes.OutcomeUnknown,
        _ => ExitCodes.Failed,
    };

    private static Failure Of(StoFlowException problem, string detail) =>
        new(false, PassesByItself(problem) ? ExitCodes.Failed : ExitCode(problem.Code), detail, problem.Code, problem.CommandId);

    // Nobody is to be called for what time alone settles.
    private static bool PassesByItself(StoFlowException problem) => problem is { Code: ErrorCode.LanePaused, Until: not null };

    private static string Advise(StoFlowException problem, string bridgeUrl)
    {
        var next = problem.Code switch
        {
            ClientErrorCode.BridgeUnreachable when problem.InnerException is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => $"Address asked: {bridgeUrl}.",
            ClientErrorCode.BridgeUnreachable => $"Address asked: {bridgeUrl}. Start a bridge with: stoflow serve. Another address: --bridge or STOFLOW_URL.",
            ClientErrorCode.BridgeAnswer => $"Address asked: {bridgeUrl}.",
            ErrorCode.Unauthorized => "Check --token or STOFLOW_TOKEN; an operator makes a new one with: stoflow tokens create.",
            ErrorCode.NoBrowser => "Start the seller's browser, or pair one: stoflow pair --seller NAME. What is wrong: stoflow doctor.",
            ErrorCode.NoSiteTab or ErrorCode.SitePermissionMissing or ErrorCode.CsrfMissing => "What is wrong: stoflow doctor.",
            ErrorCode.Challenge => "In the seller's browser: settle what the site asks, then click 'It is settled, go on' in the plugin.",
            ErrorCode.LanePaused when problem.Until is { } until => $"It goes on by itself at {Clock(until)}.",
            ErrorCode.LanePaused => "The seller resumes it in the plugin, or you on the bridge's page.",
            ErrorCode.OutcomeUnknown when problem.CommandId is { } id => $"To look at the site: stoflow commands resolve {id}",
            ErrorCode.RateLimited or ErrorCode.QueueFull when problem.RetryAfter is { } wait =>
                $"Try again in {Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture)} s.",
            _ => null,
        };
        return next is null ? $"{problem.Detail} [{problem.Code}]" : $"{problem.Detail} [{problem.Code}]\n{next}";
    }

    private static string Unreachable(string bridgeUrl) =>
        $"No bridge answers at {bridgeUrl}. Start one with: stoflow serve. Another address: --bridge or STOFLOW_URL.";

    private static string Clock(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
