using StoFlow.Harness.Browsers;
using StoFlow.Harness.House;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.BrowserTests;

/// <summary>The only tab of the site has cookies of its own, and somebody else is signed in there: in a Firefox container, in a private window.</summary>
public abstract class ContainerTests(string browser)
{
    private const string Other = "other@example.test";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_goes_to_the_sellers_own_account_and_never_through_the_other_ones_tab()
    {
        await using var house = await SellersHouse.StartAsync(new HouseOptions { Browser = browser, SignIn = false }, ct: Ct);
        await house.Control.PostAsync(
            "control/reset",
            new { sellers = new[] { new { login = "demo.shop", email = SellersHouse.Email, items = 5 }, new { login = "other.shop", email = Other, items = 3 } } },
            Ct);
        var own = await house.Seller.SignInAsync(house.Options.Site, SellersHouse.Email, SellersHouse.Password, ct: Ct);
        var items = (await house.Control.ItemsAsync(ct: Ct)).Where(item => item is { State: "active", Login: "demo.shop" }).Take(3).ToList();
        Assert.True((await HideAsync(house, items[0].Id)).Success);
        await house.Seller.SignInAsync(house.Options.Site, Other, SellersHouse.Password, apart: true, Ct);
        Assert.True((await HideAsync(house, items[1].Id)).Success);
        await own.CloseAsync(Ct);

        Assert.True((await HideAsync(house, items[2].Id)).Success);

        var ledger = await house.Control.LedgerAsync(ct: Ct);
        Assert.Equal(items.Select(item => item.Id), ledger.Where(line => line.Effect == "item_hidden").Select(line => line.ItemId!.Value));
        Assert.DoesNotContain(ledger, line => line.Effect == "refused");
    }

    private static Task<ExecuteAnswer> HideAsync(SellersHouse house, long item) => house.Admin.ExecuteAsync(HideRequest.Command(house, item), cancel: Ct);
}

/// <inheritdoc/>
public sealed class FirefoxContainerTests() : ContainerTests(BrowserKind.Firefox);

/// <inheritdoc/>
public sealed class ChromiumContainerTests() : ContainerTests(BrowserKind.Chromium);
