using System.Text.Json.Nodes;
using StoFlow.Client;

namespace StoFlow.IntegrationTests.Client;

/// <summary>
/// What the site does that a naive client does not expect, by the numbers of the sandbox's own list. B01 to B04 (page, cookies, token, session) are the plugin's
/// and are tested in real browsers; further ones are in the tests of their own subject, under the same numbers.
/// </summary>
public abstract class BehaviourTests(Way way)
{
    private static CancellationToken Cancel => ShopFixture.Cancel;

    [Fact]
    public async Task B05_pages_that_are_shorter_than_asked_for_are_not_the_last()
    {
        await using var shop = await ShopFixture.OpenAsync(way, items: 70);
        await shop.ControlAsync("settings", new { per_page_cap = 20 });
        var items = await shop.Client.GetAllProductsAsync(pageSize: 96, cancellationToken: Cancel).ToListAsync(Cancel);
        Assert.Equal((await shop.ItemsAsync()).Select(item => (long)item["id"]!).Order(), items.Select(item => item.Id).Order());
        Assert.Equal(["Draft", "Hidden", "Reserved", "Sold"], items.Select(item => item.State).Except([ItemState.OnSale]).Select(state => state.ToString()).Order(StringComparer.Ordinal));
        Assert.All(items.Where(item => item.State == ItemState.OnSale), item => Assert.False(string.IsNullOrEmpty(item.Status)));
    }

    [Fact]
    public async Task B08_a_new_item_under_review_is_there_and_is_not_made_again()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        await shop.ControlAsync("settings", new { processing_reads = 50 });
        await shop.FaultAsync("write_then_504", path: "/item_upload/items");
        var made = await shop.Client.CreateProductAsync(ItemsTests.New(TestPhotos.Jpeg()), cancellationToken: Cancel);
        var listed = await shop.Client.GetAllProductsAsync(cancellationToken: Cancel).FirstAsync(item => item.Id == made.Id, Cancel);
        Assert.Equal(ItemState.UnderReview, listed.State);
        foreach (var unsaid in (string[])["item_alert_type", "is_processing"])
        {
            await shop.ControlAsync("faults", new { kind = "thin_body", path = "/wardrobe/", drop = new[] { unsaid } });
            Assert.Equal(ItemState.UnderReview, (await shop.Client.GetAllProductsAsync(cancellationToken: Cancel).FirstAsync(item => item.Id == made.Id, Cancel)).State);
        }

        Assert.Contains(made.Id, await shop.Client.GetAllProductsAsync(filter: ItemFilter.Active, cancellationToken: Cancel).Select(item => item.Id).ToListAsync(Cancel));
        Assert.Single(await shop.LedgerAsync("item_created"));
    }

    [Theory]
    [InlineData(404, false)]
    [InlineData(410, true)]
    public async Task B10_a_deleted_item_is_gone_and_never_sold(int status, bool staysInList)
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        await shop.ControlAsync("settings", new { deleted_status = status, deleted_in_list = staysInList });
        var made = await shop.Client.CreateProductAsync(ItemsTests.New(TestPhotos.Jpeg()), cancellationToken: Cancel);
        Assert.True(await shop.Client.DeleteProductAsync(made.Id, cancellationToken: Cancel));
        Assert.False(await shop.Client.DeleteProductAsync(made.Id, cancellationToken: Cancel));
        Assert.True((await Assert.ThrowsAsync<SiteException>(() => shop.Client.Items.GetAsync(made.Id, Cancel))).IsGone);
        var left = await shop.Client.GetAllProductsAsync(cancellationToken: Cancel).Where(item => item.Id == made.Id).ToListAsync(Cancel);
        ItemState[] expected = staysInList ? [ItemState.Deleted] : [];
        Assert.Equal(expected, left.Select(item => item.State));
        Assert.Single(await shop.LedgerAsync("item_deleted"));
    }

    [Fact]
    public async Task B12_the_dead_address_of_an_item_is_never_asked()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        var item = (long)(await shop.ItemsAsync()).First(one => (string?)one["state"] == "active")["id"]!;
        Assert.Equal(item, (await shop.Client.Items.GetAsync(item, Cancel)).Id);
        await shop.Client.UpdateProductAsync(item, price: 9, cancellationToken: Cancel);
        await shop.Client.GetItemStatsAsync(item, Cancel);
        await shop.Client.Items.RefreshAsync([item], Cancel);
        Assert.Equal(0, await shop.CallsAsync("GET", "/api/v2/items/"));
    }

    [Fact]
    public async Task B16_sold_is_what_the_site_says_and_not_what_is_missing()
    {
        await using var shop = await ShopFixture.OpenAsync(way, items: 20);
        var active = (await shop.ItemsAsync()).Where(item => (string?)item["state"] == "active").Take(2).ToArray();
        var (sold, removed) = ((long)active[0]["id"]!, (long)active[1]["id"]!);
        await shop.ControlAsync("sell", new { item_id = sold, status = "completed" });
        await shop.ControlAsync("move", new { remove_ids = new[] { removed } });

        var states = await shop.Client.GetAllProductsAsync(cancellationToken: Cancel).ToDictionaryAsync(item => item.Id, item => item.State, cancellationToken: Cancel);
        Assert.Equal(ItemState.Sold, states[sold]);
        Assert.False(states.ContainsKey(removed));
        var order = await shop.Client.Orders.GetSalesAsync(cancel: Cancel).FirstAsync(Cancel);
        var sale = await shop.Client.Orders.GetAsync(order.TransactionId!.Value, Cancel);
        Assert.Equal([sold], sale.ItemIds);
        Assert.Equal(new Money((decimal)active[0]["price"]!, "EUR"), sale.Offer!.Price);
        Assert.Equal(("acheteur_demo", "demo.shop"), (sale.Buyer!.Login, sale.Seller!.Login));
        Assert.NotNull(sale.Shipment!.TrackingCode);

        // A sold item has no description any more: sending it back would lose it.
        var refused = await Assert.ThrowsAsync<SiteException>(() => shop.Client.UpdateProductAsync(sold, price: 3, cancellationToken: Cancel));
        Assert.Contains("sold", refused.Detail, StringComparison.Ordinal);
        Assert.Empty(await shop.LedgerAsync("item_updated"));
    }

    [Theory]
    [InlineData("object")]
    [InlineData("string")]
    [InlineData("number")]
    public async Task B17_a_price_is_the_same_in_every_form(string form)
    {
        // Where nobody takes the currency for the usual one.
        await using var shop = await ShopFixture.OpenAsync(way, seller: new() { Login = "sklep", Site = "www.vinted.pl", Items = 6 });
        await shop.ControlAsync("settings", new JsonObject { ["price_form"] = form });
        var real = (await shop.ItemsAsync()).ToDictionary(item => (long)item["id"]!, item => new Money((decimal)item["price"]!, "PLN"));
        for (var said = 0; said < 2; said++)
        {
            var listed = await shop.Client.GetAllProductsAsync(cancellationToken: Cancel).ToDictionaryAsync(item => item.Id, item => item.Price, cancellationToken: Cancel);
            Assert.Equal(real.OrderBy(one => one.Key), listed.OrderBy(one => one.Key));
            await shop.ControlAsync("faults", new { kind = "thin_body", path = "/wardrobe/", drop = new[] { "currency", "currency_code" } });
        }

        var first = real.First();
        Assert.Equal(first.Value, (await shop.Client.Items.GetAsync(first.Key, Cancel)).Price);
    }
}
