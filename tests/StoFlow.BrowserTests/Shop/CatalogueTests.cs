using StoFlow.Client;

namespace StoFlow.BrowserTests.Shop;

/// <summary>The site's lists by id and by name, and what was sold.</summary>
public abstract class CatalogueTests(HouseFixture fixture) : ShopTest(fixture)
{
    private const long TShirts = 50201;

    [Fact]
    public async Task Names_lead_to_ids()
    {
        var catalogue = Client.Catalogue;

        Assert.Equal(53, (await catalogue.FindBrandAsync("nike", Ct))!.Id);
        Assert.Null(await catalogue.FindBrandAsync("Aucune marque de ce nom", Ct));
        Assert.Equal(1, (await catalogue.FindColorAsync("noir", Ct))!.Id);
        Assert.Equal("Noir", (await catalogue.FindColorAsync(1, Ct))!.Title);
        Assert.Equal(2, (await catalogue.FindConditionAsync(TShirts, "Très bon état", Ct))!.Id);
        Assert.Equal(208, (await catalogue.FindSizeAsync(TShirts, "M", Ct))!.Id);
        var category = (await catalogue.FindCategoryAsync(TShirts, Ct))!;
        Assert.Contains(await catalogue.FindCategoriesAsync(category.Title, Ct), found => found.Id == TShirts);
        var small = (await catalogue.GetPackageSizesAsync(TShirts, Ct))[0];
        Assert.Equal(small.Id, (await catalogue.FindPackageSizeAsync(TShirts, small.Title, Ct))!.Id);
        Assert.Empty(await LedgerAsync());
    }

    [Fact]
    public async Task A_sale_shows_what_was_sold_for_how_much()
    {
        var item = await Client.CreateProductAsync(Jeans(Photo(61)) with { Title = "Vendu par le test" }, cancellationToken: Ct);
        await House.Control.PostAsync("control/sell", new { item_id = item.Id, status = "completed" }, Ct);

        var sale = await Client.Orders.GetSalesAsync(OrderStatus.Completed, Ct).FirstAsync(order => order.Title == "Vendu par le test", Ct);

        Assert.Equal((12.30m, "completed"), (sale.Price!.Value.Amount, sale.TransactionUserStatus));
        Assert.Empty(await Client.Orders.GetOrdersAsync(OrderKind.Purchased, cancel: Ct).ToListAsync(Ct));
    }
}

/// <inheritdoc/>
[Collection<FirefoxHouse>]
public sealed class FirefoxCatalogueTests(FirefoxHouse fixture) : CatalogueTests(fixture);

/// <inheritdoc/>
[Collection<ChromiumHouse>]
public sealed class ChromiumCatalogueTests(ChromiumHouse fixture) : CatalogueTests(fixture);
