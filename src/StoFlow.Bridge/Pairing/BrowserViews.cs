using StoFlow.Bridge.Policy;
using StoFlow.Bridge.Sessions;
using StoFlow.Protocol.Http;

namespace StoFlow.Bridge.Pairing;

/// <summary>Paired browsers as lists show them: who they are, and how they stand right now.</summary>
internal sealed class BrowserViews(BrowserBook browsers, SessionRegistry sessions, TimeProvider time)
{
    /// <summary>Those that the caller may see, online ones first.</summary>
    public IReadOnlyList<BrowserView> Of(Caller caller) =>
    [
        .. browsers.Paired.Where(browser => caller.May(browser.Seller))
            .Select(View)
            .OrderByDescending(view => view.Online)
            .ThenBy(view => view.Seller, StringComparer.Ordinal)
            .ThenBy(view => view.Name, StringComparer.Ordinal),
    ];

    /// <summary>One of them.</summary>
    public BrowserView View(BrowserIdentity browser)
    {
        var session = sessions.TryGet(browser.Id, out var found) ? found : null;
        var online = session is { IsOnline: true };
        var seen = session?.SeenAt(time.GetUtcNow()) is { } heard && !(heard <= browser.LastSeen) ? heard : browser.LastSeen;
        return new BrowserView(
            browser.Id, browser.Name, browser.Seller, online, browser.Browser, browser.PluginVersion, seen,
            online ? session!.Status?.Sites ?? [] : [], browser.PairedAt, online ? session!.Status?.Paused : null, sessions.Problem(browser.Id));
    }
}
