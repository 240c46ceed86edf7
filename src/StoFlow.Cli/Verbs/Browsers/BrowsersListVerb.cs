using StoFlow.Cli.Screens;
using StoFlow.Cli.Settings;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;
using StoFlow.Protocol.Wire;

namespace StoFlow.Cli.Verbs.Browsers;

internal sealed class BrowsersListVerb(ToolHost host) : Verb(
    host, "list", "Lists the paired browsers and how each stands with each site.", "stoflow browsers list", "stoflow browsers list --seller anna")
{
    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var all = await call.Admin.ListBrowsersAsync(cancel);
        var list = new BrowserList(
            [.. all.Where(browser => call.Seller is not { } seller || string.Equals(browser.Seller, seller, StringComparison.Ordinal))]);
        call.Screen.Json(list, ProtocolJson.Relaxed.BrowserList);
        if (list.Browsers.Count == 0) call.Screen.Note("No browser is paired. Pair one: stoflow pair --seller NAME");
        else
            call.Screen.Table(["id", "name", "seller", "state", "browser", "plugin", "last seen", "sites"], list.Browsers.Select(Row));
        return ExitCodes.Done;
    }

    private static IReadOnlyList<string> Row(BrowserView browser) =>
    [
        browser.Id, browser.Name, browser.Seller, State(browser), browser.Browser ?? "-", browser.PluginVersion ?? "-",
        When.Text(browser.LastSeen), string.Join(", ", browser.Sites.Select(Site)),
    ];

    private static string State(BrowserView browser) =>
        browser.Problem ?? (browser.Online ? browser.Paused == true ? "paused" : "online" : "offline");

    private static string Site(SiteStatus site) => $"{site.Site}: " + (
        !site.Permission ? "no permission"
        : site.SignedIn is false ? "signed out"
        : site.SignedIn is true ? site.Login ?? "signed in"
        : site.Tab is "open" ? "tab open" : "no tab");
}
