using System.Diagnostics;
using StoFlow.Client;
using StoFlow.Harness.Browsers;
using StoFlow.Harness.House;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.BrowserTests;

/// <summary>What becomes of the tabs that commands run in.</summary>
public abstract class SiteTabTests(string browser)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_the_site_is_down_no_command_leaves_a_tab_behind()
    {
        await using var house = await SellersHouse.StartAsync(new HouseOptions { Browser = browser, SignIn = false }, ct: Ct);
        await house.Sandbox.DisposeAsync();
        var before = await SettledPagesAsync(house);

        for (var times = 0; times < 2; times++)
            Assert.Equal(ErrorCode.NoSiteTab, (await Assert.ThrowsAnyAsync<StoFlowException>(() => UserDataAsync(house))).Code);

        Assert.Equal(before, await SettledPagesAsync(house));
    }

    [Fact]
    public async Task A_tab_that_hangs_is_left_for_another_one()
    {
        await using var house = await SellersHouse.StartAsync(new HouseOptions { Browser = browser }, ct: Ct);
        await UserDataAsync(house);
        var page = await house.Seller.Browser.WaitForPageAsync(house.Options.Site, TimeSpan.FromSeconds(30), Ct);
        await page.EvaluateAsync<bool>("(setTimeout(() => { for (;;); }, 2500), true)", Ct);
        await Task.Delay(TimeSpan.FromSeconds(4), Ct);

        await UserDataAsync(house);
        await UserDataAsync(house);
    }

    [Fact]
    public async Task A_tab_that_the_browser_discarded_is_woken_and_stays_the_only_one()
    {
        const string Tabs = "chrome.tabs.query({ url: 'https://www.vinted.fr/*' })";
        await using var house = await SellersHouse.StartAsync(new HouseOptions { Browser = browser }, ct: Ct);
        await UserDataAsync(house);
        var popup = await house.Seller.Browser.OpenAsync(house.Seller.Browser.ExtensionPageUrl("popup.html"), Ct);
        await popup.EvaluateAsync<bool>($"{Tabs}.then(([tab]) => chrome.tabs.discard(tab.id)).then(() => true)", Ct);

        var watch = Stopwatch.StartNew();
        await UserDataAsync(house);

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal(1, await popup.EvaluateAsync<int>($"{Tabs}.then((tabs) => tabs.length)", Ct));
    }

    /// <summary>How many pages the browser has once that number stays: at its start it may show one that it is about to close.</summary>
    private static async Task<int> SettledPagesAsync(SellersHouse house)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        for (var (pages, same) = (-1, 0); ;)
        {
            var now = (await house.Seller.Browser.PagesAsync(deadline.Token)).Count;
            (pages, same) = (now, now == pages ? same + 1 : 0);
            if (same == 4) return pages;
            await Task.Delay(TimeSpan.FromMilliseconds(500), deadline.Token);
        }
    }

    /// <summary>A command that needs the site.</summary>
    protected static Task UserDataAsync(SellersHouse house) => house.Admin.ExecuteAsync(
        new ExecuteRequest(CommandAction.GetUserData, Seller: house.Options.Seller, Site: house.Options.Site, TimeoutMs: 60_000), cancel: Ct);
}

/// <inheritdoc/>
public sealed class FirefoxSiteTabTests() : SiteTabTests(BrowserKind.Firefox);

/// <inheritdoc/>
public sealed class ChromiumSiteTabTests() : SiteTabTests(BrowserKind.Chromium)
{
    [Fact]
    public async Task A_tab_that_crashed_is_left_for_another_one()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var house = await SellersHouse.StartAsync(new HouseOptions { Browser = BrowserKind.Chromium }, ct: ct);
        await UserDataAsync(house);
        var page = await house.Seller.Browser.WaitForPageAsync(house.Options.Site, TimeSpan.FromSeconds(30), ct);
        await Assert.ThrowsAnyAsync<Exception>(() => page.NavigateAsync("chrome://crash", ct));

        await UserDataAsync(house);
    }
}
