using System.Globalization;
using StoFlow.Client;
using StoFlow.Harness.Browsers;
using StoFlow.Harness.House;
using StoFlow.Protocol.Http;

namespace StoFlow.BrowserTests.Trust;

/// <summary>Two sellers on one bridge, one with Firefox and one with Chromium: whatever runs at once, each gets its own.</summary>
public sealed class TwoSellersTests
{
    private const int Commands = 500;
    private const int AtOnce = 16;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Five_hundred_commands_each_at_once_and_no_answer_is_the_others()
    {
        await using var house = await SellersHouse.StartAsync(new HouseOptions { Browser = BrowserKind.Firefox, Items = 60 }, ct: Ct);
        await house.Control.PostAsync(
            "control/sellers", new { login = "second.shop", email = "second@example.test", password = SellersHouse.Password, items = 60 }, Ct);
        await using var other = await SellerBrowser.StartAsync(
            BrowserKind.Chromium, house.Sandbox, Path.Combine(house.Directory, "second"), ct: Ct);
        await other.PairAsync(house.Admin, house.Bridge.Url, "second", Ct);
        await other.SignInAsync(house.Options.Site, "second@example.test", SellersHouse.Password, ct: Ct);
        var items = await house.Control.ItemsAsync(ct: Ct);
        using var first = await ClientAsync(house, house.Options.Seller);
        using var second = await ClientAsync(house, "second");

        await Task.WhenAll(
            RunAsync(first, SellersHouse.Email, [.. items.Where(item => item.Login == "demo.shop")]),
            RunAsync(second, "second@example.test", [.. items.Where(item => item.Login == "second.shop")]));

        // A write of one never touched the other's shop.
        var writes = (await house.Control.LedgerAsync(ct: Ct)).Where(line => line.ItemId is not null || line.Effect is "refused").ToList();
        Assert.Equal(2 * Commands / 5, writes.Count);
        Assert.All(writes, line => Assert.Equal(items.Single(item => item.Id == line.ItemId).Login, line.Login));
        await Assert.ThrowsAsync<RefusedException>(
            () => first.Bridge.ExecuteAsync(new ExecuteRequest(Protocol.CommandAction.Ping, Seller: "second"), cancel: Ct));
    }

    // Each back end has a token for its own seller and no other.
    private static async Task<VintedProxyClient> ClientAsync(SellersHouse house, string seller)
    {
        var token = await house.Admin.Administration.CreateTokenAsync(new TokenRequest($"back end of {seller}", "write", [seller]), Ct);
        return new VintedProxyClient(house.Bridge.Url.ToString(), token.Token, new VintedClientOptions { Seller = seller, Site = house.Options.Site });
    }

    private static async Task RunAsync(VintedProxyClient client, string email, IReadOnlyList<ShopItem> own)
    {
        var user = await client.GetUserDataAsync(Ct);
        var visible = own.Where(item => item.State == "active").ToList();
        await Parallel.ForEachAsync(Enumerable.Range(0, Commands), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Ct }, async (number, ct) =>
        {
            var item = visible[number / 10 % visible.Count];
            switch (number % 5)
            {
                case 0:
                    var seen = await client.GetUserDataAsync(ct);
                    Assert.Equal((email, user.UserId), (seen.Email, seen.UserId));
                    break;
                case 1:
                    Assert.Equal(item.Title, (await client.Items.GetAsync(item.Id, ct)).Title);
                    break;
                case 2:
                    var stats = await client.GetItemStatsAsync(item.Id, ct);
                    Assert.Equal((item.Id, item.Views), (stats.ItemId, stats.ViewCount));
                    break;
                case 3:
                    await (number % 10 == 3 ? client.Items.HideAsync(item.Id, cancel: ct) : client.Items.ShowAsync(item.Id, cancel: ct));
                    break;
                default:
                    var page = await client.ExecuteRequestAsync(
                        string.Create(CultureInfo.InvariantCulture, $"https://www.vinted.fr/api/v2/wardrobe/{user.UserId}/items?per_page=20&page=1"), cancellationToken: ct);
                    var shown = page.Data!.Value.GetProperty("items").EnumerateArray().Select(one => one.GetProperty("id").GetInt64());
                    Assert.Subset(own.Select(mine => mine.Id).ToHashSet(), shown.ToHashSet());
                    break;
            }
        });
    }
}
