using StoFlow.Client;
using StoFlow.Harness.Faults.Judging;
using StoFlow.Protocol;

namespace StoFlow.Harness.Faults.Callers;

/// <summary>Sends one try by the product's typed operations, which repeat and look by themselves.</summary>
internal sealed class TypedWriter(SellerLane lane, Random random)
{
    /// <returns>What was made, and the outcome.</returns>
    public async Task<(Outcome Outcome, long? Made)> SendAsync(Trial trial, CancellationToken ct)
    {
        var wentAway = false;
        while (true)
        {
            try
            {
                return (new Outcome(Told.Done), await OnceAsync(trial, ct));
            }
            catch (CallerGoneException)
            {
                trial.Attempt.Note("the caller went away");
                wentAway = true;
            }
            catch (StoFlowException problem)
            {
                trial.Attempt.Note($"typed: {problem.Code} {problem.CommandId}, {problem.Detail}");
                // An error tells of this call; the one that was left may have gone further.
                return (wentAway ? new Outcome(Told.Unknown, CommandId: problem.CommandId) : OutcomeOf(problem), null);
            }
        }
    }

    private async Task<long?> OnceAsync(Trial trial, CancellationToken ct)
    {
        if (!lane.TakeGone()) return await RunAsync(trial, ct);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(ct);
        gone.CancelAfter(random.Next(1, 40));
        try
        {
            var made = await RunAsync(trial, gone.Token);
            lane.MissedGone();
            return made;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            lane.Gone.TrySetResult();
            throw new CallerGoneException();
        }
    }

    private async Task<long?> RunAsync(Trial trial, CancellationToken ct)
    {
        var (write, attempt, item, photo, _) = trial;
        var key = attempt.Key;
        switch (write.Kind)
        {
            case WriteKind.Photo:
                return (await lane.Typed.UploadPhotoAsync(photo, idempotencyKey: key, cancellationToken: ct)).Id;
            case WriteKind.Create:
                return (await lane.Typed.Items.CreateAsync(item.AsNew, key, ct)).Id;
            case WriteKind.Draft:
                return (await lane.Typed.Drafts.CreateAsync(item.AsNew, key, ct)).Id;
            case WriteKind.Update:
                await lane.Typed.Items.UpdateAsync(write.ItemId!.Value, new ItemChanges { Title = item.Title, Price = item.Price }, key, ct);
                return null;
            case WriteKind.Hide:
                await lane.Typed.Items.HideAsync(write.ItemId!.Value, key, ct);
                return null;
            case WriteKind.Show:
                await lane.Typed.Items.ShowAsync(write.ItemId!.Value, key, ct);
                return null;
            case WriteKind.Delete:
                await lane.Typed.Items.DeleteAsync(write.ItemId!.Value, key, ct);
                return null;
            default:
                await lane.Typed.Drafts.DeleteAsync(write.ItemId!.Value, key, ct);
                return null;
        }
    }

    // By the client's word everything but an unknown outcome means that the site did not do it.
    private static Outcome OutcomeOf(StoFlowException problem) => problem switch
    {
        OutcomeUnknownException { Answer: ReadBackAnswer.DidNotHappen } => new Outcome(Told.NotDone),
        OutcomeUnknownException => new Outcome(Told.Unknown, CommandId: problem.CommandId),
        { Code: ErrorCode.IdempotencyConflict or ErrorCode.Internal or ClientErrorCode.Drift } => new Outcome(Told.Unknown, CommandId: problem.CommandId),
        _ => new Outcome(Told.NotDone),
    };
}
