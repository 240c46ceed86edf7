using System.Text.Json;
using System.Text.Json.Nodes;
using StoFlow.Harness.Browsers;
using StoFlow.Harness.House;

namespace StoFlow.Harness.Faults.Plugins;

/// <summary>Takes a real plugin's background away at once, by the means that each browser has for its own idle timer.</summary>
internal static class BackgroundStop
{
    public static Task NowAsync(IBrowser browser, CancellationToken ct) => browser switch
    {
        ChromiumBrowser chromium => StopWorkerAsync(chromium, ct),
        FirefoxBrowser firefox => StopEventPageAsync(firefox, ct),
        _ => throw new InvalidOperationException($"No way is known to suspend the background of {browser.Kind}."),
    };

    // Closing the service worker's target stops the worker; an event starts it again.
    private static async Task StopWorkerAsync(ChromiumBrowser browser, CancellationToken ct)
    {
        var targets = await browser.Socket.CallAsync("Target.getTargets", [], ct);
        foreach (var target in targets.GetProperty("targetInfos").EnumerateArray())
            if (target.GetProperty("type").ValueEquals("service_worker"))
                await browser.Socket.CallAsync(
                    "Target.closeTarget", new JsonObject { ["targetId"] = target.GetProperty("targetId").GetString() }, ct);
    }

    private static async Task StopEventPageAsync(FirefoxBrowser browser, CancellationToken ct)
    {
        var windows = await browser.Socket.CallAsync("browsingContext.getTree", new JsonObject { ["moz:scope"] = "chrome", ["maxDepth"] = 0 }, ct);
        var window = windows.GetProperty("contexts")[0].GetProperty("context").GetString()!;
        var id = JsonSerializer.Serialize(FirefoxExtension.Read(Checkout.Plugin).Id);
        await FirefoxPage.EvaluateAsync(
            browser.Socket,
            window,
            $"WebExtensionPolicy.getByID({id}).extension.terminateBackground({{ disableResetIdleForTest: true, ignoreDevToolsAttached: true }})",
            ct);
    }
}
