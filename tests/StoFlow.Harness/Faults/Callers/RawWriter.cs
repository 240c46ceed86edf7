using System.Diagnostics;
using StoFlow.Client;
using StoFlow.Harness.Faults.Judging;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Harness.Faults.Callers;

/// <summary>
/// Sends one try of a write as a careful back end would: the same key and body again after anything that is no outcome, and never under a new
/// key before it has one.
/// </summary>
internal sealed class RawWriter(SellerLane lane, WriteLog log, FaultTimes times, Random random)
{
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(150);

    public async Task<Outcome> SendAsync(Attempt attempt, RequestBody body, Manner manner, CancellationToken ct)
    {
        var request = new ExecuteRequest(
            CommandAction.Request, lane.Seller, Site: lane.Site, TimeoutMs: (int)times.Deadline.TotalMilliseconds, Request: body);
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < times.Away)
        {
            try
            {
                return manner is Manner.Execute ? await ExecuteAsync(attempt, request, ct) : await QueueAsync(attempt, request, manner, ct);
            }
            catch (CallerGoneException)
            {
                attempt.Note("the caller went away");
            }
            catch (StoFlowException problem)
            {
                attempt.Note(problem.Code);
                if (problem.Code == ErrorCode.StorageUnavailable) log.RefusedByStore();
                if (OutcomeOf(problem) is { } outcome) return outcome;
                await Task.Delay(Breath * (1 + random.NextDouble()), ct);
            }
        }

        log.Break($"{attempt.Key}: no outcome within {times.Away.TotalSeconds} s: {attempt.Story}");
        return new Outcome(Told.Unknown);
    }

    /// <summary>What the bridge says about it now.</summary>
    public async Task<Outcome?> StateAsync(string commandId, CancellationToken ct) =>
        EndOf(await lane.Raw.GetCommandAsync(commandId, cancel: ct));

    private async Task<Outcome> ExecuteAsync(Attempt attempt, ExecuteRequest request, CancellationToken ct)
    {
        if (!lane.TakeGone()) return Judge(await lane.Raw.ExecuteAsync(request, attempt.Key, ct));
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(ct);
        gone.CancelAfter(random.Next(1, 25));
        try
        {
            var answer = await lane.Raw.ExecuteAsync(request, attempt.Key, gone.Token);
            lane.MissedGone();
            return Judge(answer);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            lane.Gone.TrySetResult();
            throw new CallerGoneException();
        }
    }

    private async Task<Outcome> QueueAsync(Attempt attempt, ExecuteRequest request, Manner manner, CancellationToken ct)
    {
        var accepted = await lane.Raw.SubmitAsync(request, attempt.Key, ct);
        if (manner is Manner.Withdraw) await WithdrawAsync(attempt, accepted.Id, ct);
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < times.Away)
        {
            try
            {
                if (EndOf(await lane.Raw.GetCommandAsync(accepted.Id, TimeSpan.FromSeconds(2), ct)) is { } end) return end;
            }
            catch (RefusedException forgotten) when (forgotten.Code == ErrorCode.NotFound)
            {
                log.Break($"{attempt.Key}: command {accepted.Id} was accepted, and the bridge knows it no more");
                return new Outcome(Told.Unknown, CommandId: accepted.Id);
            }
            catch (StoFlowException problem)
            {
                attempt.Note($"asking: {problem.Code}");
                await Task.Delay(Breath, ct);
            }
        }

        log.Break($"{attempt.Key}: command {accepted.Id} was accepted and has no end after {times.Away.TotalSeconds} s");
        return new Outcome(Told.Unknown, CommandId: accepted.Id);
    }

    private async Task WithdrawAsync(Attempt attempt, string commandId, CancellationToken ct)
    {
        try
        {
            await lane.Raw.CancelAsync(commandId, ct);
        }
        catch (StoFlowException problem)
        {
            attempt.Note($"cancelling: {problem.Code}");
        }
    }

    // Without a command there is no outcome: it was not accepted, or the line broke. With one it has ended, and the code says how.
    private static Outcome? OutcomeOf(StoFlowException problem) => problem switch
    {
        { CommandId: null, Code: ErrorCode.InvalidRequest or ErrorCode.IdempotencyConflict or ErrorCode.Unauthorized or ErrorCode.Forbidden } =>
            throw new InvalidOperationException($"The harness sends what the bridge refuses: {problem.Message}", problem),
        { CommandId: null } => null,
        { Code: ErrorCode.OutcomeUnknown or ErrorCode.Internal } => new Outcome(Told.Unknown, CommandId: problem.CommandId),
        _ => new Outcome(Told.NotDone, CommandId: problem.CommandId),
    };

    private static Outcome? EndOf(CommandView view) => view.State switch
    {
        CommandState.Done => Judge(view.Outcome!),
        CommandState.Unknown => new Outcome(Told.Unknown, CommandId: view.Id),
        CommandState.Failed when view.Code == ErrorCode.Internal => new Outcome(Told.Unknown, CommandId: view.Id),
        CommandState.Failed or CommandState.Expired => new Outcome(Told.NotDone, CommandId: view.Id),
        CommandState.Cancelled => new Outcome(Told.NotDone, CommandId: view.Id, Final: true),
        _ => null,
    };

    // The site's 5xx leaves the end open, and so does a refusal of what may be there already: both want a look.
    private static Outcome Judge(ExecuteAnswer answer) => answer.Success
        ? new Outcome(Told.Done, answer.Data, answer.CommandId)
        : new Outcome(Told.Unknown, CommandId: answer.CommandId);
}
