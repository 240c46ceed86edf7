using StoFlow.Client;
using StoFlow.Harness.Browsers;
using StoFlow.Harness.House;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.BrowserTests;

/// <summary>The guide's debug cases come back as what they are, in the API and in the popup, with what to do.</summary>
public abstract class DebugCaseTests(string browser)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Not_signed_in()
    {
        await using var house = await HouseAsync(new HouseOptions { SignIn = false });
        await ExpectAsync(house, ErrorCode.NotSignedIn);
    }

    [Fact]
    public async Task No_tab_of_the_site_and_none_can_be_opened()
    {
        await using var house = await HouseAsync(new HouseOptions { SignIn = false });
        await house.Sandbox.DisposeAsync();
        await ExpectAsync(house, ErrorCode.NoSiteTab);
    }

    [Fact]
    public async Task The_csrf_token_is_missing()
    {
        await using var house = await HouseAsync(new HouseOptions());
        await house.Control.PageAsync("absent", Ct);
        foreach (var page in await house.Seller.Browser.PagesAsync(Ct)) await page.ReloadAsync(Ct);
        await ExpectAsync(house, ErrorCode.CsrfMissing);
    }

    [Fact]
    public async Task The_plugin_is_too_old()
    {
        await using var house = await HouseAsync(new HouseOptions { SignIn = false });
        await house.Seller.RestartAsync(OldPlugin(house.Directory), Ct);
        await Until.TrueAsync(
            async () => (await Assert.ThrowsAnyAsync<StoFlowException>(() => UserDataAsync(house))).Code == ErrorCode.PluginOutdated, TimeSpan.FromSeconds(30),
            "the bridge to say so");
        await ExpectAsync(house, ErrorCode.PluginOutdated);
    }

    [Fact]
    public async Task No_plugin_is_connected()
    {
        await using var house = await HouseAsync(new HouseOptions { SignIn = false, Pair = false });
        var problem = await Assert.ThrowsAnyAsync<StoFlowException>(() => UserDataAsync(house));

        Assert.Equal(ErrorCode.NoBrowser, problem.Code);
        Assert.False((await house.Admin.StatusAsync(Ct)).PluginAvailable);
    }

    /// <summary>What the API says, then what the popup shows.</summary>
    protected static async Task ExpectAsync(SellersHouse house, string code)
    {
        var problem = await Assert.ThrowsAnyAsync<StoFlowException>(() => UserDataAsync(house));
        Assert.Equal(code, problem.Code);
        Assert.False(string.IsNullOrWhiteSpace(problem.Detail));

        var popup = await house.Seller.Browser.OpenAsync(house.Seller.Browser.ExtensionPageUrl("popup.html"), Ct);
        await popup.WaitForAsync($"document.querySelector('[data-problem=\"{code}\"]')", ct: Ct);
        await popup.ScreenshotAsync(Path.Combine(Checkout.Artifacts, "screens", $"{house.Options.Browser}-{code}.png"), Ct);
    }

    // The plugin as it is, but for the protocol that it says it speaks.
    private static string OldPlugin(string folder)
    {
        var old = Directory.CreateDirectory(Path.Combine(folder, "old-plugin"));
        foreach (var part in Directory.EnumerateDirectories(Checkout.Plugin, "*", SearchOption.AllDirectories))
            old.CreateSubdirectory(Path.GetRelativePath(Checkout.Plugin, part));
        foreach (var file in Directory.EnumerateFiles(Checkout.Plugin, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(old.FullName, Path.GetRelativePath(Checkout.Plugin, file)));
        var background = Path.Combine(old.FullName, "background.js");
        var script = File.ReadAllText(background);
        Assert.Contains("\nvar PROTOCOL = 1;", script, StringComparison.Ordinal);
        File.WriteAllText(background, script.Replace("\nvar PROTOCOL = 1;", "\nvar PROTOCOL = 0;", StringComparison.Ordinal));
        return old.FullName;
    }

    /// <summary>Starts a house with this class's browser.</summary>
    protected Task<SellersHouse> HouseAsync(HouseOptions options) => SellersHouse.StartAsync(options with { Browser = browser }, ct: Ct);

    private static Task UserDataAsync(SellersHouse house) => house.Admin.ExecuteAsync(
        new ExecuteRequest(CommandAction.GetUserData, Seller: house.Options.Seller, Site: house.Options.Site, TimeoutMs: 60_000), cancel: Ct);
}

/// <inheritdoc/>
public sealed class FirefoxDebugCaseTests() : DebugCaseTests(BrowserKind.Firefox)
{
    [Fact]
    public async Task The_site_permission_is_not_granted()
    {
        await using var house = await HouseAsync(new HouseOptions
        {
            SignIn = false,
            Preferences = new Dictionary<string, object>(StringComparer.Ordinal) { ["extensions.originControls.grantByDefault"] = false },
        });
        await ExpectAsync(house, ErrorCode.SitePermissionMissing);
    }
}

/// <inheritdoc/>
public sealed class ChromiumDebugCaseTests() : DebugCaseTests(BrowserKind.Chromium);
