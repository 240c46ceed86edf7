using Polly;
using Polly.Retry;
using StoFlow.Protocol;

namespace StoFlow.Client;

/// <summary>
/// Which tries are repeated: broken connections and a restarting bridge. A write goes with the same idempotency key each time, by which the bridge knows it,
/// so repeating it asks for the outcome and never runs it twice. <c>outcome_unknown</c> is an answer and is never repeated here.
/// </summary>
internal static class BridgeRetry
{
    // A bridge that was never there should be reported soon; one that went away is probably being restarted.
    private const int TriesBeforeFirstContact = 2;

    public static ResiliencePropertyKey<BridgeCall> Call { get; } = new("call");

    public static ResiliencePipeline Build(BridgeClientOptions options, Func<bool> everReached)
    {
        if (options.MaxRetries == 0) return ResiliencePipeline.Empty;
        return new ResiliencePipelineBuilder { TimeProvider = options.Time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.MaxRetries,
                Delay = options.RetryDelay,
                MaxDelay = options.MaxRetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = args => ValueTask.FromResult(ShouldRepeat(args, options, everReached())),
                DelayGenerator = args => ValueTask.FromResult((args.Outcome.Exception as StoFlowException)?.RetryAfter),
            })
            .Build();
    }

    private static bool ShouldRepeat(RetryPredicateArguments<object> args, BridgeClientOptions options, bool everReached)
    {
        if (args.Context.CancellationToken.IsCancellationRequested) return false;
        if (!args.Context.Properties.TryGetValue(Call, out var call) || !call.Repeatable) return false;
        return args.Outcome.Exception switch
        {
            StoFlowException { Transient: true } problem => problem.RetryAfter is not { } wait || wait <= options.MaxRetryDelay,

            // A stopping bridge ends its reads early; a real timeout comes at the end of the time.
            StoFlowException { Code: ErrorCode.Timeout } => !call.SiteWrite && options.Time.GetElapsedTime(call.Began) < call.Deadline / 2,
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => false,
            HttpRequestException => everReached || args.AttemptNumber < TriesBeforeFirstContact,
            IOException => true,
            _ => false,
        };
    }
}
