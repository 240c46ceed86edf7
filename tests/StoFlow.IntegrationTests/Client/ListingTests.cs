using StoFlow.Client;

namespace StoFlow.IntegrationTests.Client;

/// <summary>The shop changes between two pages. What was there all along comes exactly once.</summary>
public abstract class ListingTests(Way way)
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Items_removed_between_pages_make_nobody_else_missing(int beforePage)
    {
        await using var shop = await ShopFixture.OpenAsync(way, items: 60);
        await shop.ControlAsync("move", new { remove = 3, before_page = beforePage });
        await AssertCompleteAsync(shop, extra: 3);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Items_added_between_pages_come_once_and_none_twice(int beforePage)
    {
        await using var shop = await ShopFixture.OpenAsync(way, items: 60);
        await shop.ControlAsync("move", new { add = 4, before_page = beforePage });
        await AssertCompleteAsync(shop);
    }

    [Fact]
    public async Task As_many_added_as_removed_is_seen_too()
    {
        await using var shop = await ShopFixture.OpenAsync(way, items: 60);
        await shop.ControlAsync("move", new { add = 2, remove = 2, before_page = 2 });
        await AssertCompleteAsync(shop, extra: 2);
    }

    [Fact]
    public async Task Items_moved_to_the_front_come_once()
    {
        await using var shop = await ShopFixture.OpenAsync(way, items: 60);
        await shop.ControlAsync("move", new { to_front = 5, before_page = 2 });
        await AssertCompleteAsync(shop);
    }

    [Fact]
    public async Task A_caller_who_deletes_what_it_is_given_gets_everything()
    {
        await using var shop = await ShopFixture.OpenAsync(way, items: 45);
        await foreach (var item in shop.Client.GetAllProductsAsync(pageSize: 20, cancellationToken: ShopFixture.Cancel))
        {
            if (item.State == ItemState.Draft) await shop.Client.Drafts.DeleteAsync(item.Id, cancel: ShopFixture.Cancel);
            else if (item.State != ItemState.Sold) await shop.Client.DeleteProductAsync(item.Id, cancellationToken: ShopFixture.Cancel);
        }

        Assert.All(await shop.ItemsAsync(), item => Assert.Equal("sold", (string?)item["state"]));
    }

    [Fact]
    public async Task An_unchanged_list_costs_one_call_more_than_its_pages()
    {
        await using var shop = await ShopFixture.OpenAsync(way, items: 60);
        await AssertCompleteAsync(shop);
        Assert.Equal(4, await shop.CallsAsync("GET", "wardrobe/{"));
    }

    [Fact]
    public async Task An_empty_shop_is_an_empty_list()
    {
        await using var shop = await ShopFixture.OpenAsync(way, items: 0);
        Assert.Empty(await shop.Client.GetAllProductsAsync(cancellationToken: ShopFixture.Cancel).ToListAsync(ShopFixture.Cancel));
    }

    private static async Task AssertCompleteAsync(ShopFixture shop, int extra = 0)
    {
        var ids = await shop.Client.GetAllProductsAsync(pageSize: 20, cancellationToken: ShopFixture.Cancel).Select(item => item.Id).ToListAsync(ShopFixture.Cancel);
        Assert.Equal(ids.Count, ids.Distinct().Count());
        var real = (await shop.ItemsAsync()).Where(item => (string?)item["state"] != "deleted").Select(item => (long)item["id"]!).ToHashSet();
        Assert.Empty(real.Except(ids));
        Assert.Equal(extra, ids.Count - real.Count);
    }
}
