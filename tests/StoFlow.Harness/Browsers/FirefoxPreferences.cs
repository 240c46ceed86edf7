using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace StoFlow.Harness.Browsers;

/// <summary>The preferences of a test profile: the sandbox in the place of the sites, no other network, no questions.</summary>
internal static class FirefoxPreferences
{
    /// <summary>The extension's address is random in each profile; tests fix it.</summary>
    public const string ExtensionUuid = "5f0f1033-57f1-4b0e-8a6c-0d5b6f7a1c01";

    private const int ClosedPort = 9; // "discard": no service of our days

    private static readonly Dictionary<string, object> Quiet = new(StringComparer.Ordinal)
    {
        // Nothing is asked or shown at a start, after a crash neither.
        ["browser.aboutwelcome.enabled"] = false,
        ["browser.shell.checkDefaultBrowser"] = false,
        ["browser.startup.homepage_override.mstone"] = "ignore",
        ["browser.startup.page"] = 0,
        ["browser.newtabpage.enabled"] = false,
        ["browser.newtab.preload"] = false,
        ["browser.sessionstore.resume_from_crash"] = false,
        ["browser.startup.couldRestoreSession.count"] = -1,
        ["browser.tabs.warnOnClose"] = false,
        ["browser.warnOnQuit"] = false,
        ["toolkit.startup.max_resumed_crashes"] = -1,
        ["datareporting.policy.dataSubmissionEnabled"] = false,
        ["termsofuse.bypassNotification"] = true,
        ["trailhead.firstrun.didSeeAboutWelcome"] = true,

        // Timings of single fetches would otherwise come in whole milliseconds.
        ["privacy.reduceTimerPrecision"] = false,

        // No updates, no telemetry, no calls home.
        ["app.update.disabledForTesting"] = true,
        ["app.normandy.enabled"] = false,
        ["app.shield.optoutstudies.enabled"] = false,
        ["browser.region.network.url"] = "",
        ["browser.safebrowsing.blockedURIs.enabled"] = false,
        ["browser.safebrowsing.downloads.enabled"] = false,
        ["browser.safebrowsing.malware.enabled"] = false,
        ["browser.safebrowsing.phishing.enabled"] = false,
        ["browser.search.update"] = false,
        ["datareporting.healthreport.uploadEnabled"] = false,
        ["datareporting.usage.uploadEnabled"] = false,
        ["dom.push.connection.enabled"] = false,
        ["extensions.getAddons.cache.enabled"] = false,
        ["extensions.blocklist.enabled"] = false,
        ["extensions.systemAddon.update.enabled"] = false,
        ["extensions.update.enabled"] = false,
        ["media.gmp-manager.updateEnabled"] = false,
        ["network.captive-portal-service.enabled"] = false,
        ["network.connectivity-service.enabled"] = false,
        ["network.dns.disablePrefetch"] = true,
        ["network.prefetch-next"] = false,
        ["network.trr.mode"] = 5,
        ["services.settings.server"] = "data:,#none/v1",
        ["toolkit.telemetry.enabled"] = false,
        ["toolkit.telemetry.unified"] = false,
        ["toolkit.telemetry.server"] = "",

        // An extension that Mozilla has not signed, installed for good; were it temporary, it would keep its data all the same.
        ["xpinstall.signatures.required"] = false,
        ["extensions.autoDisableScopes"] = 0,
        ["extensions.installDistroAddons"] = false,
        ["extensions.webextensions.keepStorageOnUninstall"] = true,
        ["extensions.webextensions.keepUuidOnUninstall"] = true,
    };

    public static async Task WriteAsync(string profile, BrowserOptions options, string? extensionId, CancellationToken ct)
    {
        var all = new Dictionary<string, object>(Quiet, StringComparer.Ordinal)
        {
            // The sites lead to the sandbox, loopback stays itself, and everything else to a proxy where nobody answers: no test
            // can reach a real site, and Firefox's own calls do not reach the sandbox.
            ["network.dns.localDomains"] = string.Join(',', options.SiteHosts),
            ["network.proxy.type"] = 1,
            ["network.proxy.http"] = "127.0.0.1",
            ["network.proxy.http_port"] = ClosedPort,
            ["network.proxy.ssl"] = "127.0.0.1",
            ["network.proxy.ssl_port"] = ClosedPort,
            ["network.proxy.no_proxies_on"] = string.Join(", ", [.. options.SiteHosts, "localhost", "127.0.0.1"]),
            ["network.proxy.failover_direct"] = false,
        };
        if (options.Printed is not null)
        {
            all["browser.dom.window.dump.enabled"] = true;
            all["devtools.console.stdout.content"] = true;
        }

        if (options.SitePort is { } port)
            all["network.socket.forcePort"] = $"443={port}";
        if (extensionId is not null)
            all["extensions.webextensions.uuids"] = new JsonObject { [extensionId] = ExtensionUuid }.ToJsonString();
        foreach (var (name, value) in options.Preferences)
            all[name] = value;

        var text = new StringBuilder();
        foreach (var (name, value) in all)
            text.AppendLine($"user_pref({JsonSerializer.Serialize(name)}, {JsonSerializer.Serialize(value)});");
        await File.WriteAllTextAsync(Path.Combine(profile, "user.js"), text.ToString(), ct);
    }
}
