using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Bridge;

/// <summary>The one funnel for errors: whatever goes wrong in a request leaves as problem details with a code.</summary>
internal sealed partial class ProblemWriter(RequestDelegate next, ILogger<ProblemWriter> log)
{
    /// <summary>Runs the request; answers its errors.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null })
                await WriteAsync(context, Bare(context.Response.StatusCode));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to read an answer.
        }
        catch (Exception problem)
        {
            if (context.Response.HasStarted)
            {
                LogTooLate(log, problem);
                context.Abort();
                return;
            }

            await WriteAsync(context, Read(problem));
        }
    }

    /// <summary>Writes one problem as the answer.</summary>
    public static Task WriteAsync(HttpContext context, BridgeException problem)
    {
        var response = context.Response;
        var allow = response.Headers.Allow;
        var status = problem.Status ?? ErrorCode.HttpStatus(problem.Code);
        response.StatusCode = status;
        if (allow.Count > 0) response.Headers.Allow = allow;
        if (problem.RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        response.ContentType = "application/problem+json";
        var answer = new ProblemAnswer(
            $"https://github.com/stoflow/stoflow/blob/main/docs/errors.md#{problem.Code}", Title(problem.Code), status, problem.Message, problem.Code,
            CommandId: problem.CommandId, Field: problem.Field, Until: problem.Until, Results: problem.Results);
        return JsonSerializer.SerializeAsync(response.Body, answer, ProtocolJson.Relaxed.ProblemAnswer, context.RequestAborted);
    }

    private BridgeException Read(Exception problem)
    {
        switch (problem)
        {
            case BridgeException known:
                return known;
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return new BridgeException(ErrorCode.InvalidRequest, "The body is larger than this route takes; send files through /api/uploads.") { Status = 413 };
            case BadHttpRequestException bad when Unbound().Match(bad.Message) is { Success: true } match:
                var (name, isNumber) = (match.Groups["name"].Value, !match.Groups["type"].Value.StartsWith("string", StringComparison.Ordinal));
                return BridgeException.OfField(name, isNumber ? "a whole number, given once, is due." : "given once, please.");
            case BadHttpRequestException bad:
                return new BridgeException(ErrorCode.InvalidRequest, "The request cannot be read; check its query, its path and its body.") { Status = bad.StatusCode };
            // Kestrel's word for a chunk that says it is longer than any number.
            case IOException { InnerException: OverflowException }:
                return new BridgeException(ErrorCode.InvalidRequest, "The body's chunks cannot be read; send it again.");
            default:
                LogUnhandled(log, problem);
                return new BridgeException(ErrorCode.Internal, "The bridge failed; its log says more. Nothing is known to be wrong with the request.");
        }
    }

    private static BridgeException Bare(int status) => status switch
    {
        404 => new BridgeException(ErrorCode.NotFound, "There is nothing at this address; docs/api.md lists what there is."),
        405 => new BridgeException(ErrorCode.InvalidRequest, "This address does not take that method; the Allow header says which it takes.") { Status = status },
        413 => new BridgeException(ErrorCode.InvalidRequest, "The body is larger than this route takes.") { Status = status },
        415 => new BridgeException(ErrorCode.InvalidRequest, "Send application/json.", "Content-Type") { Status = status },
        401 => new BridgeException(ErrorCode.Unauthorized, "Send a good token."),
        403 => new BridgeException(ErrorCode.Forbidden, "This is not for that token."),
        >= 500 => new BridgeException(ErrorCode.Internal, "The bridge failed; its log says more.") { Status = status },
        _ => new BridgeException(ErrorCode.InvalidRequest, "The request cannot be read.") { Status = status },
    };

    private static string Title(string code) => code switch
    {
        ErrorCode.InvalidRequest => "The request is not as it should be",
        ErrorCode.Unauthorized => "No good token",
        ErrorCode.Forbidden => "Not allowed with this token",
        ErrorCode.NotAllowedByPolicy => "Beyond what the policy allows",
        ErrorCode.NotFound => "Not found",
        ErrorCode.IdempotencyConflict => "The key belongs to another command",
        ErrorCode.NoBrowser => "No browser is connected",
        ErrorCode.NoSiteTab => "No tab of the site",
        ErrorCode.SitePermissionMissing => "The plugin may not use the site",
        ErrorCode.NotSignedIn => "Not signed in on the site",
        ErrorCode.CsrfMissing => "The page shows no token",
        ErrorCode.Challenge => "The site asks for the person",
        ErrorCode.LanePaused => "The lane is paused",
        ErrorCode.QueueFull or ErrorCode.RateLimited => "Too much at once",
        ErrorCode.Timeout => "Too late; safe to send again",
        ErrorCode.OutcomeUnknown => "The end of a write is not known",
        ErrorCode.Cancelled => "Cancelled",
        ErrorCode.Expired => "Expired before it began",
        ErrorCode.StorageUnavailable => "The store cannot be written",
        ErrorCode.PluginOutdated => "The plugin is too old",
        _ => "The command failed",
    };

    // What the framework says when a parameter of the query does not fit.
    [GeneratedRegex("arameter \"(?<type>[^ \"]+) (?<name>[^ \"]+)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Unbound();

    [LoggerMessage(1, LogLevel.Error, "A request failed")]
    private static partial void LogUnhandled(ILogger logger, Exception problem);

    [LoggerMessage(2, LogLevel.Warning, "A request failed after its answer had begun; its connection is cut")]
    private static partial void LogTooLate(ILogger logger, Exception problem);
}
