using StoFlow.Client;
using StoFlow.Harness.Browsers;
using StoFlow.Sandbox;

namespace StoFlow.Harness.House;

/// <summary>A seller's browser with the production build of the plugin, used only through what a seller sees: its pages and the popup.</summary>
public sealed class SellerBrowser : IAsyncDisposable
{
    private BrowserOptions _options;

    private SellerBrowser(BrowserOptions options, IBrowser browser) => (_options, Browser) = (options, browser);

    /// <summary>The running browser; another one after <see cref="RestartAsync"/>.</summary>
    public IBrowser Browser { get; private set; }

    /// <summary>Starts a browser in which every site leads to the sandbox.</summary>
    public static async Task<SellerBrowser> StartAsync(
        string kind, SandboxServer sandbox, string profile, IReadOnlyDictionary<string, object>? preferences = null, Action<string>? printed = null,
        CancellationToken ct = default)
    {
        var options = new BrowserOptions
        {
            Kind = kind,
            ExtensionDirectory = Checkout.Plugin,
            ProfileDirectory = profile,
            SitePort = sandbox.SitePort,
            SiteHosts = [.. Protocol.Policy.SitePolicy.Current.Sites.Select(site => site.Host)],
            Preferences = preferences ?? new Dictionary<string, object>(StringComparer.Ordinal),
            Printed = printed,
        };
        return new SellerBrowser(options, await IBrowser.StartAsync(options, ct));
    }

    /// <summary>Kills the browser and starts it with the same profile.</summary>
    /// <param name="plugin">The folder of another build of the plugin; the same when null.</param>
    /// <param name="ct">Gives up.</param>
    public async Task RestartAsync(string? plugin = null, CancellationToken ct = default)
    {
        await Browser.KillAsync(ct);
        if (plugin is not null)
        {
            _options = _options with { ExtensionDirectory = plugin };
            // Chromium would go on with the background's script that it has kept.
            var kept = Path.Combine(_options.ProfileDirectory!, "Default", "Service Worker");
            if (Directory.Exists(kept)) Directory.Delete(kept, recursive: true);
        }

        Browser = await IBrowser.StartAsync(_options, ct);
    }

    /// <summary>Types a pairing code in the popup, reads who asks, and says yes.</summary>
    public async Task PairAsync(BridgeClient admin, Uri bridge, string seller, CancellationToken ct = default)
    {
        var pairing = await admin.Administration.CreatePairingAsync(seller, ct);
        var popup = await Browser.OpenAsync(Browser.ExtensionPageUrl("popup.html"), ct);
        await popup.WaitForAsync("document.querySelector('#code')", ct: ct);
        await popup.FillAsync("#address", bridge.GetLeftPart(UriPartial.Authority), ct);
        await popup.FillAsync("#code", pairing.Code, ct);
        await popup.ClickAsync("#pair", ct);
        await popup.WaitForAsync("document.querySelector('#accept') && document.querySelector('#accept').offsetParent !== null", ct: ct);
        await popup.ClickAsync("#accept", ct);
        await popup.WaitForAsync("document.querySelector('#state').dataset.state === 'connected'", ct: ct);
        await popup.CloseAsync(ct);
    }

    /// <summary>Signs in on the site's own form.</summary>
    /// <param name="site">The site.</param>
    /// <param name="email">Who.</param>
    /// <param name="password">Their password.</param>
    /// <param name="apart">In a tab with cookies of its own.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>The tab, signed in.</returns>
    public async Task<IPage> SignInAsync(string site, string email, string password, bool apart = false, CancellationToken ct = default)
    {
        var url = $"https://{site}/member/login/email";
        var page = apart ? await Browser.OpenApartAsync(url, ct) : await Browser.OpenAsync(url, ct);
        await page.FillAsync("input[type=email], input[name=login], input[name=username]", email, ct);
        await page.FillAsync("input[type=password]", password, ct);
        await page.ClickAsync("button[type=submit]", ct);
        await page.WaitForAsync("!location.pathname.startsWith('/member/login')", ct: ct);
        return page;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Browser.DisposeAsync();
}
