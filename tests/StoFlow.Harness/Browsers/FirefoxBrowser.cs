using System.Text.Json.Nodes;

namespace StoFlow.Harness.Browsers;

/// <summary>Firefox, driven by the WebDriver BiDi that it speaks on its own: no geckodriver.</summary>
internal sealed class FirefoxBrowser : BrowserBase
{
    private readonly FirefoxExtension? _extension;

    private FirefoxBrowser(BrowserProcess process, BrowserProfile profile, BrowserOptions options, FirefoxExtension? extension)
        : base(process, profile, options) => _extension = extension;

    protected override string QuitMethod => "browser.close";

    public static async Task<IBrowser> StartAsync(BrowserOptions options, CancellationToken ct)
    {
        var program = BrowserFinder.Find(BrowserKind.Firefox);
        var extension = options.ExtensionDirectory is { } folder ? FirefoxExtension.Read(folder) : null;
        var profile = new BrowserProfile(options);
        await FirefoxPreferences.WriteAsync(profile.Folder, options, extension?.Id, ct);
        string[] arguments =
        [
            .. options.Headless ? ["--headless"] : Array.Empty<string>(),
            "--no-remote", "--profile", profile.Folder, "--remote-debugging-port=0", "--remote-allow-system-access",
            .. options.ExtraArguments, "about:blank",
        ];
        var process = BrowserProcess.Start(program, arguments, profile.Folder, options);
        return await new FirefoxBrowser(process, profile, options, extension).ReadyAsync(ct);
    }

    public override string ExtensionPageUrl(string file) => _extension is null
        ? throw new InvalidOperationException("The browser was started without an extension.")
        : $"moz-extension://{FirefoxPreferences.ExtensionUuid}/{file}";

    public override async Task<IPage> OpenAsync(string url, CancellationToken ct = default)
    {
        var created = await Socket.CallAsync("browsingContext.create", new JsonObject { ["type"] = "tab" }, ct);
        var page = new FirefoxPage(this, created.GetProperty("context").GetString()!);
        await page.NavigateAsync(url, ct);
        return page;
    }

    public override async Task<IPage> OpenApartAsync(string url, CancellationToken ct = default)
    {
        var container = (await Socket.CallAsync("browser.createUserContext", [], ct)).GetProperty("userContext").GetString();
        var created = await Socket.CallAsync("browsingContext.create", new JsonObject { ["type"] = "tab", ["userContext"] = container }, ct);
        var page = new FirefoxPage(this, created.GetProperty("context").GetString()!);
        await page.NavigateAsync(url, ct);
        return page;
    }

    public override Task SetNetworkAsync(bool there, string? cutOff = null, CancellationToken ct = default) =>
        FirefoxInside.SetNetworkAsync(Socket, there, cutOff, ct);

    public override async Task<IReadOnlyList<(string Name, string Value)>> CookiesAsync(CancellationToken ct = default) =>
    [
        .. (await Socket.CallAsync("storage.getCookies", [], ct)).GetProperty("cookies").EnumerateArray()
            .Select(cookie => (cookie.GetProperty("name").GetString()!, cookie.GetProperty("value").GetProperty("value").GetString()!)),
    ];

    protected override Uri SocketAddress(Uri printed) => new(printed, "/session");

    protected override async Task BeginSessionAsync(AutomationSocket socket, CancellationToken ct) =>
        await socket.CallAsync(
            "session.new",
            new JsonObject { ["capabilities"] = new JsonObject { ["alwaysMatch"] = new JsonObject { ["acceptInsecureCerts"] = true } } },
            ct);

    protected override async Task EndSessionAsync(AutomationSocket socket, CancellationToken ct)
    {
        await FirefoxInside.KeepAfterSessionAsync(socket, ct);
        await socket.CallAsync("session.end", [], ct);
    }

    protected override Task InstallAsync(string extension, CancellationToken ct) => _extension!.InstallAsync(Socket, ProfileDirectory, ct);

    protected override async Task<IReadOnlyList<BrowserTab>> TabsAsync(CancellationToken ct)
    {
        var tree = await Socket.CallAsync("browsingContext.getTree", new JsonObject { ["maxDepth"] = 0 }, ct);
        return
        [
            .. tree.GetProperty("contexts").EnumerateArray().Select(context => new BrowserTab(
                context.GetProperty("url").GetString()!, new FirefoxPage(this, context.GetProperty("context").GetString()!))),
        ];
    }
}
