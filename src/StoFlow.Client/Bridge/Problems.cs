using System.Net.Http.Headers;
using System.Text.Json;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Client;

/// <summary>Turns the bridge's problem answers into exceptions.</summary>
internal static class Problems
{
    private const int MostBytes = 16 * 1024 * 1024;

    public static async Task<StoFlowException> ReadAsync(HttpResponseMessage response, TimeProvider time, CancellationToken cancel)
    {
        var status = (int)response.StatusCode;
        var wait = RetryAfter(response.Headers.RetryAfter, time);
        var problem = await TryReadAsync(response, cancel).ConfigureAwait(false);
        if (problem is not null) return Make(problem, status, wait);

        // No problem of the bridge's own: a proxy before it, or another program.
        return new StoFlowException(ClientErrorCode.BridgeAnswer, $"Status {status} without an explanation. Is this the bridge's address?")
        {
            HttpStatus = status,
            RetryAfter = wait,
            Transient = status is 502 or 503 or 504,
        };
    }

    public static StoFlowException Make(ProblemAnswer problem, int status, TimeSpan? wait) => Make(problem.Code, problem.Detail, status, problem, wait);

    /// <summary>The exception of a code. Which class: what the caller would do next.</summary>
    public static StoFlowException Make(string code, string detail, int? status, ProblemAnswer? problem = null, TimeSpan? wait = null, string? commandId = null)
    {
        commandId ??= problem?.CommandId;
        var results = problem?.Results ?? [];
        return code switch
        {
            ErrorCode.NoBrowser or ErrorCode.NoSiteTab or ErrorCode.SitePermissionMissing or ErrorCode.PluginOutdated
                => new NoBrowserException(code, detail) { HttpStatus = status, CommandId = commandId, RetryAfter = wait, Results = results },
            ErrorCode.NotSignedIn
                => new NotSignedInException(code, detail) { HttpStatus = status, CommandId = commandId, Results = results },
            // A limit of the site passes by itself: nobody has to be called for it.
            ErrorCode.Challenge or ErrorCode.LanePaused when problem?.Until is null
                => new PersonNeededException(code, detail) { HttpStatus = status, CommandId = commandId, RetryAfter = wait, Results = results },
            ErrorCode.OutcomeUnknown
                => new OutcomeUnknownException(detail) { HttpStatus = status, CommandId = commandId, Results = results },
            ErrorCode.InvalidRequest or ErrorCode.Unauthorized or ErrorCode.Forbidden or ErrorCode.NotAllowedByPolicy or ErrorCode.NotFound or ErrorCode.IdempotencyConflict
                => new RefusedException(code, detail) { HttpStatus = status, CommandId = commandId, Field = problem?.Field },
            _ => new StoFlowException(code, detail)
            {
                HttpStatus = status,
                CommandId = commandId,
                RetryAfter = wait,
                Until = problem?.Until,
                Results = results,
                // What was accepted has ended so: its key leads to this very end, however often it is sent.
                Transient = commandId is null
                    && (code is ErrorCode.QueueFull or ErrorCode.StorageUnavailable || (code is ErrorCode.RateLimited && wait is not null)),
            },
        };
    }

    public static TimeSpan? RetryAfter(RetryConditionHeaderValue? header, TimeProvider time)
    {
        if (header?.Delta is { } delta) return delta;
        if (header?.Date is not { } date) return null;
        var left = date - time.GetUtcNow();
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private static async Task<ProblemAnswer?> TryReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        if (response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) != true) return null;
        if (response.Content.Headers.ContentLength > MostBytes) return null;
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
            var problem = await JsonSerializer.DeserializeAsync(stream, ProtocolJson.Relaxed.ProblemAnswer, cancel).ConfigureAwait(false);
            return problem?.Code is null ? null : problem;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
