using StoFlow.Client;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;
using StoFlow.Protocol.Wire;

namespace StoFlow.Cli.Doctor;

/// <summary>Is the token taken, are the browsers there and signed in, do the lanes run?</summary>
internal static class BrowserChecks
{
    public static async Task<IReadOnlyList<Check>> RunAsync(BridgeClient bridge, string? seller, CancellationToken cancel)
    {
        PluginStatus status;
        try
        {
            status = await bridge.StatusAsync(cancel);
        }
        catch (StoFlowException refused) when (refused.Code is ErrorCode.Unauthorized or ErrorCode.Forbidden)
        {
            return [Check.Fail("token", refused.Detail, "Check --token, STOFLOW_TOKEN or --data.")];
        }
        catch (StoFlowException problem)
        {
            return [Check.Fail("token", problem.Detail, "Look at the bridge's log.")];
        }

        var browsers = status.Browsers.Where(browser => seller is null || string.Equals(browser.Seller, seller, StringComparison.Ordinal)).ToList();
        return [Check.Ok("token", "The bridge takes the token."), .. Browsers(browsers, seller), .. await LanesAsync(bridge, seller, cancel)];
    }

    private static async Task<IReadOnlyList<Check>> LanesAsync(BridgeClient bridge, string? seller, CancellationToken cancel)
    {
        try
        {
            var lanes = await bridge.Administration.ListLanesAsync(cancel);
            return [.. Lanes([.. lanes.Where(lane => seller is null || string.Equals(lane.Seller, seller, StringComparison.Ordinal))])];
        }
        catch (StoFlowException silent)
        {
            // What the bridge said before is worth as much without this.
            return [Check.Fail("lanes", silent.Detail, "Look at the bridge's log, then run this again.")];
        }
    }

    internal static IEnumerable<Check> Browsers(IReadOnlyList<BrowserView> browsers, string? seller)
    {
        if (browsers.Count == 0)
        {
            yield return Check.Fail("browsers", "No browser is paired.", $"Pair one: stoflow pair --seller {seller ?? "NAME"}", ExitCodes.NoBrowser);
            yield break;
        }

        // A seller with one browser at work can work; a second one that sleeps is worth a remark, no more.
        var served = browsers.Where(Works).Select(browser => browser.Seller).ToHashSet(StringComparer.Ordinal);
        foreach (var browser in browsers)
            foreach (var check in One(browser)) yield return check.Verdict is Verdict.Fail && served.Contains(browser.Seller)
                ? check with { Verdict = Verdict.Warn }
                : check;
    }

    internal static IEnumerable<Check> Lanes(IReadOnlyList<LaneView> lanes)
    {
        var paused = lanes.Where(lane => lane.State is "paused").ToList();
        if (paused.Count == 0) yield return Check.Ok("lanes", "No lane is paused.");
        foreach (var lane in paused)
        {
            var what = $"{lane.Seller} on {lane.Site} is paused ({lane.Code ?? "by hand"}), {lane.Waiting} waiting. {lane.Detail}".TrimEnd();
            yield return lane.Code is ErrorCode.Challenge
                ? Check.Fail("lanes", what, "In the seller's browser: settle what the site asks, then click 'It is settled, go on' in the plugin.", ExitCodes.PersonNeeded)
                : Check.Warn("lanes", what, lane.Until is { } until ? $"It goes on by itself at {Screens.When.Text(until)}." : "Resume it in the plugin or on the bridge's page.");
        }
    }

    private static bool Works(BrowserView browser) =>
        browser is { Online: true, Problem: null } and not { Paused: true } && browser.Sites.Any(site => site is { Permission: true, SignedIn: true });

    private static IEnumerable<Check> One(BrowserView browser)
    {
        var name = $"browser {browser.Name}";
        if (browser.Problem is ErrorCode.PluginOutdated)
            yield return Check.Fail(name, $"Its plugin {browser.PluginVersion} is too old for this bridge.", "Update the plugin.", ExitCodes.NoBrowser);
        else if (browser.Problem is { } problem)
            yield return Check.Fail(name, $"It cannot work: {problem}.", "Look at the plugin's window.", ExitCodes.NoBrowser);
        else if (!browser.Online)
            yield return Check.Fail(name, $"Not connected; last seen {Screens.When.Text(browser.LastSeen)}.", "Start that browser; its plugin must show this bridge.", ExitCodes.NoBrowser);
        else if (browser.Paused is true)
            yield return Check.Fail(name, $"Seller {browser.Seller} has paused it in the plugin.", "Only the seller can go on, in the plugin.", ExitCodes.PersonNeeded);
        else if (browser.Sites.Count == 0)
            yield return Check.Fail(name, "Connected, but it reports no site.", "Open the marketplace in a tab of that browser.", ExitCodes.NoBrowser);
        else
            foreach (var check in Sites(name, browser.Sites)) yield return check;
    }

    private static IEnumerable<Check> Sites(string name, IReadOnlyList<SiteStatus> sites)
    {
        // Of the many hosts a seller uses one or two: those that show life are worth a line each.
        var used = sites.Where(site => site.SignedIn is not null || site.Tab is "open").ToList();
        if (used.Count == 0)
        {
            yield return sites.Any(site => site.Permission)
                ? Check.Fail(name, "Connected; no tab of a site is open yet.", "Open the marketplace in that browser and sign in.", ExitCodes.NoBrowser)
                : Check.Fail(name, "Connected, but it may not touch any site.", "Press Allow in the plugin's window.", ExitCodes.NoBrowser);
        }

        foreach (var site in used)
        {
            if (!site.Permission)
                yield return Check.Fail(name, $"{site.Site}: the plugin may not touch this site.", "Press Allow in the plugin's window.", ExitCodes.NoBrowser);
            else if (site.SignedIn is false)
                yield return Check.Fail(name, $"{site.Site}: nobody is signed in.", "Sign in there, in that browser.", ExitCodes.NoBrowser);
            else if (site.SignedIn is null)
                yield return Check.Warn(name, $"{site.Site}: tab {site.Tab}, not known yet who is signed in.", "stoflow whoami asks.");
            else
                yield return Check.Ok(name, $"{site.Site}: signed in as {site.Login ?? "somebody"}, tab {site.Tab}.");
        }
    }
}
