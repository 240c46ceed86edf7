using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Sessions;
using StoFlow.Protocol;

namespace StoFlow.Bridge.Commands;

/// <summary>
/// Whether a browser is there for a caller on the line. One that was there a moment ago is likely back in a moment (it reconnects, or the bridge has
/// just started): the caller waits for it, briefly, instead of hearing of a gap that it would not have noticed.
/// </summary>
internal sealed class BrowserPresence(SessionRegistry sessions, BrowserBook browsers, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private readonly long _started = time.GetTimestamp();

    /// <summary>Returns when a fitting browser is ready, or when there is no hope for one within the patience or the command's time.</summary>
    public Task WaitAsync(CommandDraft draft, CancellationToken ct) => IsReady(draft) ? Task.CompletedTask : WatchAsync(draft, ct);

    /// <summary>What to tell the caller when no fitting browser is connected; null when one is.</summary>
    public BridgeException? WhyNone(CommandDraft draft)
    {
        // One that has just connected and has not said what it holds will be ready in a moment.
        foreach (var session in sessions.OfSeller(draft.Seller))
            if (session.IsOnline && session.Fits(draft.Browser)) return null;
        var paired = Paired(draft).ToList();
        if (paired.Exists(IsOutdated)) return new BridgeException(ErrorCode.PluginOutdated, "The plugin in the seller's browser is too old for this bridge: update the plugin.");
        return new BridgeException(
            ErrorCode.NoBrowser,
            paired.Count == 0
                ? "No browser is paired for this seller: make a code with 'stoflow pair' and type it in the plugin."
                : "No paired browser of this seller is connected: open the browser, or queue the command with POST /api/commands.");
    }

    private async Task WatchAsync(CommandDraft draft, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        var patience = draft.Timeout < Patience ? draft.Timeout : Patience;
        while (!IsReady(draft) && IsLikely(draft) && time.GetElapsedTime(began) < patience) await Task.Delay(Look, time, ct);
    }

    private bool IsReady(CommandDraft draft) => sessions.Choose(draft.Seller, draft.Site ?? "", draft.Browser) is not null;

    private bool IsLikely(CommandDraft draft)
    {
        var justStarted = time.GetElapsedTime(_started) < Patience * 2;
        var since = time.GetUtcNow() - Recent;
        return Paired(draft).Any(browser => (justStarted || browser.LastSeen > since) && !IsOutdated(browser));
    }

    private IEnumerable<BrowserIdentity> Paired(CommandDraft draft) =>
        browsers.PairedOf(draft.Seller).Where(browser => draft.Browser is null || browser.Id == draft.Browser);

    private bool IsOutdated(BrowserIdentity browser) => sessions.Problem(browser.Id) == ErrorCode.PluginOutdated;
}
