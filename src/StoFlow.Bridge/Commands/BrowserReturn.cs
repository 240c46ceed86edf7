using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Sessions;
using StoFlow.Protocol;

namespace StoFlow.Bridge.Commands;

/// <summary>
/// A browser that was there a moment ago is likely back in a moment (it reconnects, or the bridge has just started): a caller on the line
/// waits for it, briefly, instead of hearing of a gap that it would not have noticed.
/// </summary>
internal sealed class BrowserReturn(SessionRegistry sessions, BrowserBook browsers, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private readonly long _started = time.GetTimestamp();

    /// <summary>Returns when a fitting browser is ready, or when there is no hope for one within the patience or the command's time.</summary>
    public Task WaitAsync(CommandDraft draft, string site, CancellationToken ct) =>
        sessions.Choose(draft.Seller, site, draft.Browser) is null ? WatchAsync(draft, site, ct) : Task.CompletedTask;

    private async Task WatchAsync(CommandDraft draft, string site, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        var patience = draft.Timeout < Patience ? draft.Timeout : Patience;
        while (sessions.Choose(draft.Seller, site, draft.Browser) is null && IsLikely(draft) && time.GetElapsedTime(began) < patience)
            await Task.Delay(Look, time, ct);
    }

    private bool IsLikely(CommandDraft draft)
    {
        var justStarted = time.GetElapsedTime(_started) < Patience * 2;
        var since = time.GetUtcNow() - Recent;
        return browsers.PairedOf(draft.Seller).Any(browser => (draft.Browser is null || browser.Id == draft.Browser)
            && (justStarted || browser.LastSeen > since)
            && sessions.Problem(browser.Id) != ErrorCode.PluginOutdated);
    }
}
