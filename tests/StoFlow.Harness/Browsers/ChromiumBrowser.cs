using System.Text.Json.Nodes;

namespace StoFlow.Harness.Browsers;

/// <summary>Chromium, driven by the DevTools protocol: no chromedriver.</summary>
internal sealed class ChromiumBrowser : BrowserBase
{
    private readonly string? _extensionId;
    private readonly List<(string Session, string Method)> _cut = [];

    private ChromiumBrowser(BrowserProcess process, BrowserProfile profile, BrowserOptions options, string? extensionId)
        : base(process, profile, options) => _extensionId = extensionId;

    protected override string QuitMethod => "Browser.close";

    public static async Task<IBrowser> StartAsync(BrowserOptions options, CancellationToken ct)
    {
        var program = BrowserFinder.Find(BrowserKind.Chromium);
        var extensionId = options.ExtensionDirectory is { } folder ? ChromiumExtensionId.Of(folder) : null;
        var profile = new BrowserProfile(options);
        var process = BrowserProcess.Start(program, ChromiumArguments.For(options, profile.Folder), profile.Folder, options);
        return await new ChromiumBrowser(process, profile, options, extensionId).ReadyAsync(ct);
    }

    public override string ExtensionPageUrl(string file) => _extensionId is null
        ? throw new InvalidOperationException("The browser was started without an extension.")
        : $"chrome-extension://{_extensionId}/{file}";

    public override async Task<IPage> OpenAsync(string url, CancellationToken ct = default)
    {
        var created = await Socket.CallAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank" }, ct);
        var page = new ChromiumPage(this, created.GetProperty("targetId").GetString()!);
        await page.NavigateAsync(url, ct);
        return page;
    }

    public override async Task<IPage> OpenApartAsync(string url, CancellationToken ct = default)
    {
        var apart = (await Socket.CallAsync("Target.createBrowserContext", [], ct)).GetProperty("browserContextId").GetString();
        var created = await Socket.CallAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank", ["browserContextId"] = apart }, ct);
        var page = new ChromiumPage(this, created.GetProperty("targetId").GetString()!);
        await page.NavigateAsync(url, ct);
        return page;
    }

    public override async Task SetNetworkAsync(bool there, string? cutOff = null, CancellationToken ct = default)
    {
        foreach (var (session, method) in _cut)
        {
            await Socket.CallAsync(method, Conditions(offline: false), ct, session);
            await Socket.CallAsync("Target.detachFromTarget", new JsonObject { ["sessionId"] = session }, ct);
        }

        _cut.Clear();
        if (there) return;
        foreach (var target in (await Socket.CallAsync("Target.getTargets", [], ct)).GetProperty("targetInfos").EnumerateArray())
        {
            var url = target.GetProperty("url").GetString()!;
            // The background only hears of it: cut off, it would lose the bridge.
            var background = target.GetProperty("type").ValueEquals("service_worker") && url.StartsWith(ExtensionPageUrl(""), StringComparison.Ordinal);
            if (!background && !url.StartsWith($"https://{cutOff}/", StringComparison.Ordinal)) continue;
            var attached = await Socket.CallAsync("Target.attachToTarget", new JsonObject { ["targetId"] = target.GetProperty("targetId").GetString(), ["flatten"] = true }, ct);
            var (session, method) = (attached.GetProperty("sessionId").GetString()!, background ? "Network.overrideNetworkState" : "Network.emulateNetworkConditions");
            _cut.Add((session, method));
            await Socket.CallAsync("Network.enable", [], ct, session);
            await Socket.CallAsync(method, Conditions(offline: true), ct, session);
        }
    }

    public override async Task<IReadOnlyList<(string Name, string Value)>> CookiesAsync(CancellationToken ct = default) =>
    [
        .. (await Socket.CallAsync("Storage.getCookies", [], ct)).GetProperty("cookies").EnumerateArray()
            .Select(cookie => (cookie.GetProperty("name").GetString()!, cookie.GetProperty("value").GetString()!)),
    ];

    protected override Uri SocketAddress(Uri printed) => printed;

    protected override Task BeginSessionAsync(AutomationSocket socket, CancellationToken ct) => Task.CompletedTask;

    protected override Task EndSessionAsync(AutomationSocket socket, CancellationToken ct) => Task.CompletedTask;

    /// <summary>The command line has loaded it; Chromium says nothing when it could not, so look.</summary>
    protected override async Task InstallAsync(string extension, CancellationToken ct)
    {
        var page = await OpenAsync("about:blank", ct);
        try
        {
            await page.NavigateAsync(ExtensionPageUrl("manifest.json"), ct);
        }
        catch (BrowserException e)
        {
            throw new BrowserException(
                $"the extension in '{extension}' was not loaded as {_extensionId}; is its manifest valid for this version? {e.Message}", e);
        }
        finally
        {
            await page.CloseAsync(ct);
        }
    }

    protected override async Task<IReadOnlyList<BrowserTab>> TabsAsync(CancellationToken ct)
    {
        var targets = await Socket.CallAsync("Target.getTargets", [], ct);
        return
        [
            .. targets.GetProperty("targetInfos").EnumerateArray()
                .Where(target => target.GetProperty("type").ValueEquals("page"))
                .Select(target => new BrowserTab(
                    target.GetProperty("url").GetString()!, new ChromiumPage(this, target.GetProperty("targetId").GetString()!))),
        ];
    }

    private static JsonObject Conditions(bool offline) =>
        new() { ["offline"] = offline, ["latency"] = 0, ["downloadThroughput"] = -1, ["uploadThroughput"] = -1 };
}
