using System.Text.Json;
using System.Text.Json.Nodes;

namespace StoFlow.Harness.Browsers;

/// <summary>What only a script inside Firefox's own window can do; <c>--remote-allow-system-access</c> permits it.</summary>
internal static class FirefoxInside
{
    /// <summary>
    /// Lets two things outlive the session's end. Firefox would check certificates again, and the sandbox's pages
    /// would fail once detached; and it would forget its names for the tabs, and open pages would be lost to us.
    /// </summary>
    public static Task KeepAfterSessionAsync(AutomationSocket socket, CancellationToken ct) => RunAsync(
        socket,
        """
        const shared = file => ChromeUtils.importESModule("chrome://remote/content/shared/" + file);
        shared("webdriver/Certificates.sys.mjs").Certificates.enableSecurityChecks = () => {};
        shared("NavigableManager.sys.mjs").NavigableManager.stopTracking = () => {};
        """,
        ct);

    /// <summary>
    /// Waits until an installed extension is on disk. Firefox writes its add-on files and the permissions it granted up
    /// to 1.5 s late; killed before that, it comes back with an extension that it lists but never starts, or that may
    /// not touch the sites any more.
    /// </summary>
    public static Task SaveExtensionAsync(AutomationSocket socket, string id, CancellationToken ct) => RunAsync(
        socket,
        $$"""
        const id = {{JsonSerializer.Serialize(id)}};
        const { XPIInternal } = ChromeUtils.importESModule("resource://gre/modules/addons/XPIProvider.sys.mjs");
        const { ExtensionPermissions } = ChromeUtils.importESModule("resource://gre/modules/ExtensionPermissions.sys.mjs");
        const inProfile = file => PathUtils.join(PathUtils.profileDir, file);
        const granted = await ExtensionPermissions.get(id);
        await XPIInternal?.XPIStates?._jsonFile?._save?.(); // these two write at once; without them the wait is only longer
        ExtensionPermissions._useLegacyStorageBackend = !await IOUtils.exists(inProfile("extension-store-permissions"));
        await ExtensionPermissions._uninit?.();

        const names = async (file, decompress = false) =>
          JSON.stringify(await IOUtils.readJSON(inProfile(file), { decompress }).catch(() => "")).includes(id);
        const permissionsSaved = async () => granted.origins.length + granted.permissions.length === 0
          || !ExtensionPermissions._useLegacyStorageBackend || await names("extension-preferences.json");
        for (let i = 0; i < 400; i++) {
          if (await names("addonStartup.json.lz4", true) && await names("extensions.json") && await permissionsSaved()) return;
          await new Promise(done => setTimeout(done, 25));
        }
        throw new Error("Firefox did not save the extension in 10 s");
        """,
        ct);

    /// <summary>As "Work Offline" does it, which leaves this machine in reach; so what goes to the host that is cut off is ended with the error that such a request gets.</summary>
    public static Task SetNetworkAsync(AutomationSocket socket, bool there, string? cutOff, CancellationToken ct) => RunAsync(
        socket,
        $$"""
        const host = {{JsonSerializer.Serialize(cutOff)}};
        const topic = "http-on-modify-request";
        if (window.stoflowCut) Services.obs.removeObserver(window.stoflowCut, topic);
        window.stoflowCut = host && { observe: channel => channel.QueryInterface(Ci.nsIChannel).URI.host === host && channel.cancel(Components.results.NS_ERROR_OFFLINE) };
        if (window.stoflowCut) Services.obs.addObserver(window.stoflowCut, topic);
        Services.io.offline = {{(there ? "false" : "true")}};
        """,
        ct);

    /// <summary>What Firefox said about the extension's manifest.</summary>
    public static async Task<string> ManifestErrorsAsync(AutomationSocket socket, CancellationToken ct) => await RunAsync(
        socket,
        """
        return Services.console.getMessageArray().map(entry => entry.errorMessage ?? entry.message ?? "")
          .filter(text => /manifest|web-?extension|addon/i.test(text)).slice(-5).join(" | ").slice(0, 1000)
        """,
        ct) ?? "";

    private static async Task<string?> RunAsync(AutomationSocket socket, string statements, CancellationToken ct)
    {
        var windows = await socket.CallAsync("browsingContext.getTree", new JsonObject { ["moz:scope"] = "chrome", ["maxDepth"] = 0 }, ct);
        var window = windows.GetProperty("contexts")[0].GetProperty("context").GetString()!;
        return await FirefoxPage.EvaluateAsync(socket, window, $"(async () => {{\n{statements}\n}})()", ct);
    }
}
