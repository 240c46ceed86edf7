using StoFlow.Client;
using StoFlow.Harness.Browsers;
using StoFlow.Harness.House;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.BrowserTests;

/// <summary>The seller's computer loses its network, and the browser knows it; the bridge is on the same machine and goes on asking.</summary>
public abstract class NoNetworkTests(string browser)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_change_begins_until_the_network_is_back_and_then_each_runs_once()
    {
        await using var house = await SellersHouse.StartAsync(new HouseOptions { Browser = browser, Items = 4 }, ct: Ct);
        await house.Client().GetUserDataAsync(Ct);
        var items = (await house.Control.ItemsAsync(ct: Ct)).Where(item => item.State == "active").Take(3).ToList();
        var popup = await house.Seller.Browser.OpenAsync(house.Seller.Browser.ExtensionPageUrl("popup.html"), Ct);

        await house.Seller.Browser.SetNetworkAsync(there: false, house.Options.Site, Ct);
        await popup.WaitForAsync("document.querySelector('#problem').dataset.problem === 'offline'", ct: Ct);
        var ids = new List<string>();
        foreach (var item in items) ids.Add((await house.Admin.SubmitAsync(HideRequest.Command(house, item.Id), cancel: Ct)).Id);
        await Task.Delay(TimeSpan.FromSeconds(4), Ct);

        Assert.Equal([CommandState.Sent, CommandState.Queued, CommandState.Queued], await StatesAsync(house, ids));
        Assert.Empty(await HiddenAsync(house));

        await house.Seller.Browser.SetNetworkAsync(there: true, ct: Ct);
        if (browser == BrowserKind.Chromium) await house.Seller.Browser.SetNetworkAsync(there: true, house.Options.Site, Ct);
        foreach (var id in ids) Assert.Equal(CommandState.Done, (await house.Admin.GetCommandAsync(id, Patience, Ct)).State);
        Assert.Equal(items.Select(item => item.Id).Order(), (await HiddenAsync(house)).Order());
        await popup.WaitForAsync("document.querySelector('#problem').dataset.problem !== 'offline'", ct: Ct);
    }

    [Fact]
    public async Task A_browser_that_is_mistaken_keeps_no_change_back()
    {
        await using var house = await SellersHouse.StartAsync(new HouseOptions { Browser = browser, Items = 4 }, ct: Ct);
        await house.Client().GetUserDataAsync(Ct);
        var item = (await house.Control.ItemsAsync(ct: Ct)).First(item => item.State == "active");

        await house.Seller.Browser.SetNetworkAsync(there: false, ct: Ct);
        var id = (await house.Admin.SubmitAsync(HideRequest.Command(house, item.Id), cancel: Ct)).Id;

        Assert.Equal(CommandState.Done, (await house.Admin.GetCommandAsync(id, Patience, Ct)).State);
        Assert.Equal([item.Id], await HiddenAsync(house));
    }

    private static async Task<List<CommandState>> StatesAsync(SellersHouse house, List<string> ids)
    {
        var states = new List<CommandState>();
        foreach (var id in ids) states.Add((await house.Admin.GetCommandAsync(id, TimeSpan.Zero, Ct)).State);
        return states;
    }

    private static async Task<List<long>> HiddenAsync(SellersHouse house) =>
        [.. (await house.Control.LedgerAsync(ct: Ct)).Where(line => line.Effect == "item_hidden").Select(line => line.ItemId!.Value)];
}

/// <inheritdoc/>
public sealed class FirefoxNoNetworkTests() : NoNetworkTests(BrowserKind.Firefox);

/// <inheritdoc/>
public sealed class ChromiumNoNetworkTests() : NoNetworkTests(BrowserKind.Chromium);
