using StoFlow.Client;

namespace StoFlow.IntegrationTests.Client;

public abstract class CatalogueTests(Way way)
{
    [Fact]
    public async Task Names_lead_to_ids()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        var catalogue = shop.Client.Catalogue;
        var cancel = ShopFixture.Cancel;
        Assert.Equal(53, (await catalogue.FindBrandAsync("nike", cancel))!.Id);
        Assert.Null(await catalogue.FindBrandAsync("No such brand", cancel));
        Assert.Equal(1, (await catalogue.FindColorAsync("noir", cancel))!.Id);
        Assert.Equal("Noir", (await catalogue.FindColorAsync(1, cancel))!.Title);
        Assert.Equal(2, (await catalogue.FindConditionAsync(50201, "Très bon état", cancel))!.Id);
        var tShirts = (await catalogue.FindCategoryAsync(50201, cancel))!;
        Assert.True(tShirts.IsLeaf);
        Assert.Contains(await catalogue.FindCategoriesAsync(tShirts.Title, cancel), category => category.Id == 50201);
        Assert.Equal(208, (await catalogue.FindSizeAsync(50201, "M", cancel))!.Id);
        Assert.Empty(await catalogue.GetSizesAsync(50301, cancel));
        var small = (await catalogue.GetPackageSizesAsync(50201, cancel))[0];
        Assert.Equal(small.Id, (await catalogue.FindPackageSizeAsync(50201, small.Title, cancel))!.Id);
    }

    [Fact]
    public async Task Lists_are_asked_for_once()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        await shop.Client.Catalogue.FindColorAsync("noir", ShopFixture.Cancel);
        await shop.Client.Catalogue.FindColorAsync("blanc", ShopFixture.Cancel);
        Assert.Equal(1, await shop.CallsAsync("GET", "item_upload/colors"));
    }

    [Fact]
    public async Task Sales_show_what_was_sold()
    {
        await using var shop = await ShopFixture.OpenAsync(way, items: 20);
        var item = (await shop.ItemsAsync()).First(one => (string?)one["state"] == "active");
        await shop.ControlAsync("sell", new { item_id = (long)item["id"]!, status = "completed" });
        var sales = await shop.Client.Orders.GetSalesAsync(OrderStatus.Completed, ShopFixture.Cancel).ToListAsync(ShopFixture.Cancel);
        var sale = sales.First(order => order.Title == (string?)item["title"]);
        Assert.Equal((decimal)item["price"]!, sale.Price!.Value.Amount);
        Assert.Equal("completed", sale.TransactionUserStatus);
        Assert.NotNull(sale.TransactionId);
        Assert.NotNull(sale.Date);
        Assert.Empty(await shop.Client.Orders.GetOrdersAsync(OrderKind.Purchased, cancel: ShopFixture.Cancel).ToListAsync(ShopFixture.Cancel));
    }
}
