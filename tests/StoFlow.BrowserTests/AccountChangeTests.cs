using StoFlow.Client;
using StoFlow.Harness.Browsers;
using StoFlow.Harness.House;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.BrowserTests;

/// <summary>The seller signs in as somebody else, on the site's own form, while the back end's changes wait.</summary>
public abstract class AccountChangeTests(string browser)
{
    private const int Changes = 12;
    private const string Other = "other@example.test";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bulk_run_stops_before_the_other_account_and_goes_on_when_the_seller_is_back()
    {
        await using var house = await SellersHouse.StartAsync(
            new HouseOptions { Browser = browser, SignIn = false, Serve = ["--pace", "off", "--setting", "pace.write_gap_ms=1400"] }, ct: Ct);
        await house.Control.PostAsync(
            "control/reset",
            new { sellers = new[] { new { login = "demo.shop", email = SellersHouse.Email, items = 60 }, new { login = "other.shop", email = Other, items = 3 } } },
            Ct);
        await SignInAsync(house, SellersHouse.Email);
        var items = (await house.Control.ItemsAsync(ct: Ct)).Where(item => item is { State: "active", Login: "demo.shop" }).Take(Changes).ToList();

        var ids = new List<string>();
        foreach (var item in items) ids.Add((await house.Admin.SubmitAsync(HideRequest.Command(house, item.Id), cancel: Ct)).Id);
        await Until.TrueAsync(async () => (await UpdatesAsync(house)).Count >= 2, Patience, "two changes");
        await SignInAsync(house, Other);
        await Until.TrueAsync(async () => (await house.Admin.Administration.ListLanesAsync(Ct)).Single().State == "paused", Patience, "the lane to stop");
        var stopped = (await UpdatesAsync(house)).Count;
        var lane = (await house.Admin.Administration.ListLanesAsync(Ct)).Single();
        var popup = await house.Seller.Browser.OpenAsync(house.Seller.Browser.ExtensionPageUrl("popup.html"), Ct);
        await popup.WaitForAsync("document.querySelector('.lane.account .settle') && document.querySelector('#state').dataset.state === 'other_account'", ct: Ct);
        await popup.ScreenshotAsync(Path.Combine(Checkout.Artifacts, "screens", $"{browser}-other_account.png"), Ct);
        await Task.Delay(TimeSpan.FromSeconds(2), Ct);

        Assert.Equal(ErrorCode.LanePaused, lane.Code);
        Assert.Contains("other.shop is signed in on www.vinted.fr, and the commands were for demo.shop", lane.Detail, StringComparison.Ordinal);
        Assert.InRange(stopped, 2, Changes - 2);
        Assert.Equal(stopped, (await UpdatesAsync(house)).Count);
        var refused = await Assert.ThrowsAsync<PersonNeededException>(() => house.Client().GetUserDataAsync(Ct));
        Assert.Contains("other.shop", refused.Detail, StringComparison.Ordinal);

        await SignInAsync(house, SellersHouse.Email);
        await popup.ClickAsync(".lane.account .settle", Ct);
        var ends = new List<CommandView>();
        foreach (var id in ids) ends.Add(await house.Admin.GetCommandAsync(id, Patience, Ct));

        // The one that met the other account was told so; the rest waited.
        Assert.InRange(ends.Count(end => end.State == CommandState.Failed), 0, 1);
        Assert.All(ends, end => Assert.True(end.State is CommandState.Done or CommandState.Failed, end.State.ToString()));
        var updated = (await UpdatesAsync(house)).Select(line => line.ItemId!.Value).ToList();
        Assert.Equal(updated.Distinct().Count(), updated.Count);
        Assert.Equal(ends.Count(end => end.State == CommandState.Done), updated.Count);
        Assert.DoesNotContain(await house.Control.LedgerAsync(ct: Ct), line => line.Effect == "refused");
    }

    [Fact]
    public async Task A_sign_in_that_no_page_shows_yet_gets_no_change_of_the_first_account()
    {
        await using var house = await SellersHouse.StartAsync(new HouseOptions { Browser = browser, SignIn = false }, ct: Ct);
        await house.Control.PostAsync(
            "control/reset",
            new { sellers = new[] { new { login = "demo.shop", email = SellersHouse.Email, items = 3 }, new { login = "other.shop", email = Other, items = 3 } } },
            Ct);
        await SignInAsync(house, SellersHouse.Email);
        var items = (await house.Control.ItemsAsync(ct: Ct)).Where(item => item is { State: "active", Login: "demo.shop" }).Take(2).ToList();
        Assert.Equal(CommandState.Done, (await RunAsync(items[0])).State);

        // What the site's own form does, but for the page that follows.
        var form = await house.Seller.Browser.OpenAsync($"https://{house.Options.Site}/member/login/email", Ct);
        Assert.True(await form.EvaluateAsync<bool>(
            $$"""
            fetch('/web/api/auth/oauth', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({
              client_id: 'web', scope: 'user', grant_type: 'password', username: '{{Other}}', password: '{{SellersHouse.Password}}',
              authenticity_token: document.querySelector('[name=authenticity_token]').value }) }).then(({ ok }) => ok)
            """,
            Ct));
        var stopped = await RunAsync(items[1]);

        Assert.Equal((CommandState.Failed, ErrorCode.LanePaused), (stopped.State, stopped.Code));
        Assert.Single(await UpdatesAsync(house));
        Assert.DoesNotContain(await house.Control.LedgerAsync(ct: Ct), line => line.Effect == "refused");

        async Task<CommandView> RunAsync(ShopItem item) =>
            await house.Admin.GetCommandAsync((await house.Admin.SubmitAsync(HideRequest.Command(house, item.Id), cancel: Ct)).Id, Patience, Ct);
    }

    private static Task SignInAsync(SellersHouse house, string email) =>
        house.Seller.SignInAsync(house.Options.Site, email, SellersHouse.Password, ct: Ct);

    private static async Task<List<LedgerLine>> UpdatesAsync(SellersHouse house) =>
        [.. (await house.Control.LedgerAsync(ct: Ct)).Where(line => line.Effect is "item_hidden")];
}

/// <inheritdoc/>
public sealed class FirefoxAccountChangeTests() : AccountChangeTests(BrowserKind.Firefox);

/// <inheritdoc/>
public sealed class ChromiumAccountChangeTests() : AccountChangeTests(BrowserKind.Chromium);
