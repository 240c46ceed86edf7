using System.Text.Json;
using StoFlow.Protocol;

namespace StoFlow.Client;

/// <summary>
/// Runs a write to a known end. On an unknown outcome it first asks the bridge, which may still be at it or know better by now, then looks at the site,
/// and repeats only what surely did not happen.
/// </summary>
internal sealed class WriteRunner(SiteCalls site)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    private readonly BridgeInquiry _inquiry = new(site);

    public async Task<T> RunAsync<T>(string key, SiteWrite write, Func<JsonElement, T> read, ReadBackPlan<T> plan, CancellationToken cancel)
    {
        var first = await TryAsync(key, write, read, plan, cancel).ConfigureAwait(false);
        if (first.Unknown is null) return first.Value!;
        if (first.Seen!.Answer != ReadBackAnswer.DidNotHappen) throw Unsettled(first.Unknown, first.Seen);

        // A key of its own: under the first one the bridge keeps the unknown outcome. Derived, so that the caller's repetition meets it again.
        var second = await AgainAsync(first.Unknown, IdempotencyKey.Again(key), write, read, plan, cancel).ConfigureAwait(false);
        return second.Unknown is null ? second.Value! : throw Unsettled(second.Unknown, second.Seen!);
    }

    // Refused may be the repetition of what was done after all, only late: a photo is on that item by now, a draft is published.
    private async Task<Try<T>> AgainAsync<T>(OutcomeUnknownException first, string key, SiteWrite write, Func<JsonElement, T> read, ReadBackPlan<T> plan, CancellationToken cancel)
    {
        try
        {
            return await TryAsync(key, write, read, plan, cancel).ConfigureAwait(false);
        }
        catch (SiteException refused) when (refused.Code == ClientErrorCode.SiteError)
        {
            var seen = await LookAsync(plan, cancel).ConfigureAwait(false);
            if (seen.Answer == ReadBackAnswer.Happened) return new Try<T>(plan.Found(seen));
            if (plan.MakesNew && seen.Answer == ReadBackAnswer.StillUnknown) return new Try<T>(default, first, seen);
            throw;
        }
    }

    private async Task<Try<T>> TryAsync<T>(string key, SiteWrite write, Func<JsonElement, T> read, ReadBackPlan<T> plan, CancellationToken cancel)
    {
        try
        {
            return new Try<T>(Value(await site.WriteAsync(write, key, cancel).ConfigureAwait(false), read));
        }
        catch (OutcomeUnknownException unknown) when (site.Options.ReadBack)
        {
            var known = await _inquiry.AskAsync(unknown, write, key, cancel).ConfigureAwait(false);
            if (known.Answer is { } answer) return new Try<T>(Value(answer, read));
            var seen = known.MayLook ? await LookAsync(plan, cancel).ConfigureAwait(false) : ReadBackResult.Open(known.Why);
            return seen.Answer == ReadBackAnswer.Happened ? new Try<T>(plan.Found(seen)) : new Try<T>(default, unknown, plan.MakesNew ? Doubted(seen, unknown) : seen);
        }
    }

    private static T Value<T>(JsonElement answer, Func<JsonElement, T> read)
    {
        try
        {
            return read(answer);
        }
        catch (SiteException drift) when (drift.Code == ClientErrorCode.Drift)
        {
            throw SiteAnswer.Unreadable(drift, drift.HttpStatus, drift.CommandId);
        }
    }

    private async Task<ReadBackResult> LookAsync<T>(ReadBackPlan<T> plan, CancellationToken cancel)
    {
        var began = site.Time.GetTimestamp();
        try
        {
            for (var look = 1; ; look++)
            {
                await Task.Delay(site.Options.ReadBackPause, site.Time, cancel).ConfigureAwait(false);
                var result = await SeenAsync(plan, began, cancel).ConfigureAwait(false);
                if (result.Answer == ReadBackAnswer.Happened || look >= plan.Looks) return result;
            }
        }
        catch (StoFlowException blind)
        {
            return ReadBackResult.Open($"The look at the site failed too: {blind.Detail}");
        }
        catch (ObjectDisposedException)
        {
            return ReadBackResult.Open("The client was disposed before the site could be looked at.");
        }
        catch (Exception odd) when (odd is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            // Whatever the site's answer was made of: that the end is not known must not be lost over it.
            return ReadBackResult.Open("The look at the site failed too: its answer cannot be read.");
        }
    }

    // What leaves an end open mostly keeps the site out of sight a moment longer: the browser is on its way back, the bridge starts, the lane waits for a limit to pass.
    private async Task<ReadBackResult> SeenAsync<T>(ReadBackPlan<T> plan, long began, CancellationToken cancel)
    {
        while (true)
        {
            TimeSpan wait;
            try
            {
                return await plan.Look(cancel).ConfigureAwait(false);
            }
            catch (StoFlowException away) when (IsAway(away))
            {
                wait = away.RetryAfter ?? BetweenLooks;
                if (site.Time.GetElapsedTime(began) + wait > site.Options.Timeout) throw;
            }

            await Task.Delay(wait, site.Time, cancel).ConfigureAwait(false);
        }
    }

    private static bool IsAway(StoFlowException problem) => problem.Code switch
    {
        ErrorCode.NoBrowser or ErrorCode.Timeout or ErrorCode.QueueFull or ErrorCode.StorageUnavailable or ClientErrorCode.BridgeUnreachable => true,
        ErrorCode.LanePaused or ErrorCode.RateLimited => problem.RetryAfter is not null,
        _ => false,
    };

    private static OutcomeUnknownException Unsettled(OutcomeUnknownException unknown, ReadBackResult seen)
        => new($"{unknown.Detail} {seen.Why}", unknown)
        {
            Answer = seen.Answer,
            CandidateItemId = seen.ItemId,
            SiteStatus = unknown.SiteStatus,
            HttpStatus = unknown.HttpStatus,
            CommandId = unknown.CommandId,
        };

    // That nothing is seen counts where the site itself said that it failed. After a gateway's word, a timeout or a broken line it may still be at work, and where it
    // said yes it was done.
    private static ReadBackResult Doubted(ReadBackResult seen, OutcomeUnknownException unknown)
        => seen.Answer != ReadBackAnswer.DidNotHappen || unknown.SiteStatus is 500 or 503
            ? seen
            : ReadBackResult.Open($"{seen.Why} The site may still be at it, though: look again in a few minutes.");

    private sealed record Try<T>(T? Value, OutcomeUnknownException? Unknown = null, ReadBackResult? Seen = null);
}
