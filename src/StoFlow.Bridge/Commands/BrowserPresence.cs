using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Sessions;
using StoFlow.Protocol;

namespace StoFlow.Bridge.Commands;

/// <summary>
/// Whether a browser is there for a caller on the line. One that was there a moment ago is likely back in a moment (it reconnects, or the bridge has
/// just started): the caller waits for it, briefly, instead of hearing of a gap that it would not have noticed.
/// </summary>
internal sealed class BrowserPresence
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(30);

    // Timers count whole milliseconds: with less they would fire at once, again and again.
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private readonly SessionRegistry _sessions;
    private readonly BrowserBook _browsers;
    private readonly TimeProvider _time;
    private readonly long _started;

    // By seller, of those for whom somebody waits.
    private readonly Dictionary<string, Watch> _watched = new(StringComparer.Ordinal);

    public BrowserPresence(SessionRegistry sessions, BrowserBook browsers, TimeProvider time)
    {
        (_sessions, _browsers, _time, _started) = (sessions, browsers, time, time.GetTimestamp());
        sessions.Online += session => Tell(session.Browser.Seller);
        sessions.ProblemNoted += TellOf;
        browsers.Revoked += TellOf;
    }

    /// <summary>Sellers for whom somebody waits.</summary>
    internal int Watched
    {
        get { lock (_lock) return _watched.Count; }
    }

    /// <summary>A fitting browser is ready.</summary>
    public bool IsReady(CommandDraft draft) => _sessions.Choose(draft.Seller, draft.Site ?? "", draft.Browser) is not null;

    /// <summary>Returns when a fitting browser is ready, or when there is no hope for one within the patience or the command's time.</summary>
    public Task WaitAsync(CommandDraft draft, CancellationToken ct) => IsReady(draft) ? Task.CompletedTask : WatchAsync(draft, ct);

    /// <summary>What to tell the caller when no fitting browser is connected; null when one is.</summary>
    public BridgeException? WhyNone(CommandDraft draft)
    {
        // One that has just connected and has not said what it holds will be ready in a moment.
        foreach (var session in _sessions.OfSeller(draft.Seller))
            if (session.IsOnline && session.Fits(draft.Browser)) return null;
        var paired = Paired(draft).ToList();
        if (paired.Exists(IsOutdated)) return new BridgeException(ErrorCode.PluginOutdated, "The plugin in the seller's browser is too old for this bridge: update the plugin.");
        return new BridgeException(
            ErrorCode.NoBrowser,
            paired.Count == 0 ? "No browser is paired for this seller: make a code with 'stoflow pair' and type it in the plugin."
                : draft.Browser is not null ? "The browser that the call names is not connected: open it, leave browser out for any other of this seller, or queue the command with POST /api/commands."
                : "No paired browser of this seller is connected: open the browser, or queue the command with POST /api/commands.");
    }

    private async Task WatchAsync(CommandDraft draft, CancellationToken ct)
    {
        var watch = Join(draft.Seller);
        try
        {
            await WatchAsync(watch, draft, ct);
        }
        finally
        {
            Leave(draft.Seller, watch);
        }
    }

    private async Task WatchAsync(Watch watch, CommandDraft draft, CancellationToken ct)
    {
        var began = _time.GetTimestamp();
        var patience = draft.Timeout < Patience ? draft.Timeout : Patience;
        while (true)
        {
            // Before the look: what changes after it is not missed.
            var news = NewsOf(watch);
            if (IsReady(draft)) return;
            var (left, hope) = (patience - _time.GetElapsedTime(began), Hope(draft));
            if (hope < left) left = hope;
            if (left <= TimeSpan.Zero) return;
            try
            {
                await news.WaitAsync(left > Least ? left : Least, _time, ct);
            }
            catch (TimeoutException)
            {
                // Nothing changed; by now the hope may be gone, or the patience.
            }
        }
    }

    // For how long from now a browser is likely to come back.
    private TimeSpan Hope(CommandDraft draft)
    {
        var (now, start) = (_time.GetUtcNow(), (Patience * 2) - _time.GetElapsedTime(_started));
        var hope = TimeSpan.Zero;
        foreach (var browser in Paired(draft))
        {
            if (IsOutdated(browser)) continue;
            if (start > hope) hope = start;
            if (browser.LastSeen + Recent - now is { } seen && seen > hope) hope = seen;
        }

        return hope;
    }

    private IEnumerable<BrowserIdentity> Paired(CommandDraft draft) =>
        _browsers.PairedOf(draft.Seller).Where(browser => draft.Browser is null || browser.Id == draft.Browser);

    private bool IsOutdated(BrowserIdentity browser) => _sessions.Problem(browser.Id) == ErrorCode.PluginOutdated;

    private Watch Join(string seller)
    {
        lock (_lock)
        {
            if (!_watched.TryGetValue(seller, out var watch)) _watched[seller] = watch = new();
            watch.Waiting++;
            return watch;
        }
    }

    // Sellers come and go: of those for whom nobody waits nothing stays.
    private void Leave(string seller, Watch watch)
    {
        lock (_lock)
            if (--watch.Waiting == 0) _watched.Remove(seller);
    }

    private Task NewsOf(Watch watch)
    {
        lock (_lock) return watch.News.Task;
    }

    private void Tell(string seller)
    {
        TaskCompletionSource news;
        lock (_lock)
        {
            if (!_watched.TryGetValue(seller, out var watch)) return;
            news = watch.News;
            watch.News = Watch.Next();
        }

        news.TrySetResult();
    }

    private void TellOf(string browser)
    {
        if (_browsers.Get(browser) is { } known) Tell(known.Seller);
    }

    private sealed class Watch
    {
        public int Waiting { get; set; }

        public TaskCompletionSource News { get; set; } = Next();

        public static TaskCompletionSource Next() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
