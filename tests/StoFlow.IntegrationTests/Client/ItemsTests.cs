using StoFlow.Client;

namespace StoFlow.IntegrationTests.Client;

public abstract class ItemsTests(Way way)
{
    [Fact]
    public async Task User_data_names_the_signed_in_seller()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        var user = await shop.Client.GetUserDataAsync(ShopFixture.Cancel);
        Assert.Equal("demo.shop", user.Login);
        Assert.True(user.UserId > 0);
        Assert.Equal("demo@example.test", user.Email);
        Assert.NotNull(user.CsrfToken);
        Assert.True(user.Extra!.ContainsKey("followers_count"));
        Assert.DoesNotContain("demo@example.test", user.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(user.CsrfToken, user.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_items_come_once_over_several_pages()
    {
        await using var shop = await ShopFixture.OpenAsync(way, items: 137);
        var items = await shop.Client.GetAllProductsAsync(pageSize: 50, cancellationToken: ShopFixture.Cancel).ToListAsync(ShopFixture.Cancel);
        var real = await shop.ItemsAsync();
        Assert.Equal(137, items.Count);
        Assert.Equal(real.Select(item => (long)item["id"]!).Order(), items.Select(item => item.Id).Order());
        foreach (var item in items)
        {
            var truth = real.Single(one => (long)one["id"]! == item.Id);
            Assert.Equal((string?)truth["title"], item.Title);
            Assert.Equal((decimal)truth["price"]!, item.Price.Amount);
            Assert.Equal("EUR", item.Price.Currency);
            Assert.Equal((string?)truth["state"], item.State switch { ItemState.OnSale => "active", var state => state.ToString().ToLowerInvariant() });
        }
    }

    [Theory]
    [InlineData(ItemFilter.Drafts, "draft")]
    [InlineData(ItemFilter.Sold, "sold")]
    [InlineData(ItemFilter.Hidden, "hidden")]
    public async Task Filters_go_by_the_flags(ItemFilter filter, string state)
    {
        await using var shop = await ShopFixture.OpenAsync(way, items: 60);
        var items = await shop.Client.GetAllProductsAsync(filter: filter, cancellationToken: ShopFixture.Cancel).Select(item => item.Id).ToListAsync(ShopFixture.Cancel);
        var real = (await shop.ItemsAsync()).Where(item => (string?)item["state"] == state).Select(item => (long)item["id"]!);
        Assert.Equal(real.Order(), items.Order());
    }

    [Fact]
    public async Task A_created_item_is_what_was_asked_for()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        var photo = TestPhotos.Jpeg();
        var made = await shop.Client.CreateProductAsync(New(photo), cancellationToken: ShopFixture.Cancel);
        var real = await shop.ItemAsync(made.Id);
        Assert.Equal("T-shirt Nike Noir", (string?)real["title"]);
        Assert.Equal(15.50m, (decimal)real["price"]!);
        Assert.Equal(Sha(photo), (string?)real["photo_sha256"]![0]);
        var detail = await shop.Client.Items.GetAsync(made.Id, ShopFixture.Cancel);
        Assert.Equal(53, detail.BrandId);
        Assert.Equal([1L], detail.ColorIds);
        Assert.Equal([44L, 45L], detail.ItemAttributes.Single(attribute => attribute.Code is "material").Ids);
        Assert.Equal([207L], detail.ItemAttributes.Single(attribute => attribute.Code is "size").Ids);
        Assert.Single(await shop.LedgerAsync("item_created"));
    }

    [Fact]
    public async Task The_same_key_makes_one_item()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        var photo = TestPhotos.Jpeg();
        var first = await shop.Client.CreateProductAsync(New(photo), "order-4711", ShopFixture.Cancel);
        var again = await shop.Client.CreateProductAsync(New(photo), "order-4711", ShopFixture.Cancel);
        Assert.Equal(first.Id, again.Id);
        Assert.Single(await shop.LedgerAsync("item_created"));
        Assert.Single(await shop.LedgerAsync("photo_uploaded"));
    }

    [Fact]
    public async Task B09_an_update_changes_one_field_and_loses_nothing()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        var made = await shop.Client.CreateProductAsync(
            New(TestPhotos.Jpeg(seed: 1)) with
            {
                Photos = [PhotoSource.FromBytes(TestPhotos.Jpeg(seed: 1)), PhotoSource.FromBytes(TestPhotos.Jpeg(seed: 2)), PhotoSource.FromBytes(TestPhotos.Jpeg(seed: 3))],
                IsUnisex = true,
                MeasurementWidth = 42,
                MeasurementUnit = "cm",
                Manufacturer = "Maison Test",
                DomesticShipment = 4.5m,
            },
            cancellationToken: ShopFixture.Cancel);
        var before = await shop.Client.Items.GetAsync(made.Id, ShopFixture.Cancel);
        await shop.Client.UpdateProductAsync(made.Id, price: 12.00m, cancellationToken: ShopFixture.Cancel);
        var after = await shop.Client.Items.GetAsync(made.Id, ShopFixture.Cancel);

        Assert.Equal(12.00m, after.Price!.Value.Amount);
        Assert.Equal(before.Photos.Select(photo => photo.Id), after.Photos.Select(photo => photo.Id));
        Assert.Equal(Texts(before), Texts(after));
        Assert.Equal(Comparable(before), Comparable(after));
    }

    [Fact]
    public async Task Nothing_is_sent_when_the_item_is_as_wanted()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        var made = await shop.Client.CreateProductAsync(New(TestPhotos.Jpeg()), cancellationToken: ShopFixture.Cancel);
        await shop.Client.Items.SetPriceAsync(made.Id, 15.5m, cancel: ShopFixture.Cancel);
        Assert.Empty(await shop.LedgerAsync("item_updated"));
    }

    [Fact]
    public async Task B06_numeric_strings_and_a_condition_in_the_attributes_survive_an_update()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        var made = await shop.Client.CreateProductAsync(New(TestPhotos.Jpeg()), cancellationToken: ShopFixture.Cancel);
        await shop.ControlAsync("settings", new { numeric_strings = true, status_id_null = true, price_form = "string" });
        await shop.Client.UpdateProductAsync(made.Id, title: "Un autre titre", cancellationToken: ShopFixture.Cancel);
        await shop.ControlAsync("settings", new { numeric_strings = false, status_id_null = false, price_form = "number" });
        var after = await shop.Client.Items.GetAsync(made.Id, ShopFixture.Cancel);
        Assert.Equal("Un autre titre", after.Title);
        Assert.Equal(15.5m, after.Price!.Value.Amount);
        Assert.Equal(2, after.StatusId);
        Assert.Equal(53, after.BrandId);
    }

    [Fact]
    public async Task Deleting_twice_says_that_it_was_gone()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        var made = await shop.Client.CreateProductAsync(New(TestPhotos.Jpeg()), cancellationToken: ShopFixture.Cancel);
        Assert.True(await shop.Client.DeleteProductAsync(made.Id, cancellationToken: ShopFixture.Cancel));
        Assert.False(await shop.Client.DeleteProductAsync(made.Id, cancellationToken: ShopFixture.Cancel));
        Assert.Single(await shop.LedgerAsync("item_deleted"));
    }

    [Fact]
    public async Task B11_hiding_and_showing_reach_the_site()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        var made = await shop.Client.CreateProductAsync(New(TestPhotos.Jpeg()), cancellationToken: ShopFixture.Cancel);
        await shop.Client.Items.HideAsync(made.Id, cancel: ShopFixture.Cancel);
        Assert.Equal("hidden", (string?)(await shop.ItemAsync(made.Id))["state"]);
        await shop.Client.Items.ShowAsync(made.Id, cancel: ShopFixture.Cancel);
        Assert.Equal("active", (string?)(await shop.ItemAsync(made.Id))["state"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("html_404")]
    public async Task Stats_are_the_sites_numbers(string? fault)
    {
        await using var shop = await ShopFixture.OpenAsync(way, items: 30);
        var real = (await shop.ItemsAsync())[3];
        if (fault is not null) await shop.FaultAsync(fault, path: "/wardrobe/items/");
        var stats = await shop.Client.GetItemStatsAsync((long)real["id"]!, ShopFixture.Cancel);
        Assert.Equal((int)real["views"]!, stats.ViewCount);
        Assert.Equal((int)real["favourites"]!, stats.FavouriteCount);
    }

    [Fact]
    public async Task Raw_requests_and_batches_answer_as_the_site_does()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        var one = await shop.Client.ExecuteRequestAsync("https://www.vinted.fr/api/v2/users/current", cancellationToken: ShopFixture.Cancel);
        Assert.True(one.Success);
        Assert.Equal("demo.shop", one.Data!.Value.GetProperty("user").GetProperty("login").GetString());
        var batch = await shop.Client.ExecuteBatchAsync(
            [new("https://www.vinted.fr/api/v2/users/current"), new("https://www.vinted.fr/api/v2/no/such"), new("https://www.vinted.fr/api/v2/item_upload/colors")],
            cancellationToken: ShopFixture.Cancel);
        Assert.False(batch.Success);
        Assert.Equal([200, 404, 200], batch.Results!.Select(result => result.Status));
    }

    [Fact]
    public async Task Refreshing_shows_each_item_or_why_not()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        var known = (await shop.ItemsAsync()).First(item => (string?)item["state"] == "active");
        var fresh = await shop.Client.Items.RefreshAsync([(long)known["id"]!, 42], ShopFixture.Cancel);
        Assert.Equal((string?)known["title"], fresh[0].Item!.Title);
        Assert.True(Assert.IsType<SiteException>(fresh[1].Error).IsGone);
    }

    [Fact]
    public async Task The_site_is_the_one_the_browser_is_signed_in_to()
    {
        await using var shop = await ShopFixture.OpenAsync(way, seller: new() { Login = "pl.shop", Site = "www.vinted.pl", Items = 5 });
        var items = await shop.Client.GetAllProductsAsync(cancellationToken: ShopFixture.Cancel).ToListAsync(ShopFixture.Cancel);
        Assert.Equal(5, items.Count);
        Assert.All(items, item => Assert.Equal("PLN", item.Price.Currency));
        Assert.Equal(5, items.Count(item => item.Url!.StartsWith("https://www.vinted.pl/", StringComparison.Ordinal)));
    }

    internal static NewItem New(byte[] photo) => new()
    {
        Title = "T-shirt Nike Noir",
        Description = "T-shirt Nike en excellent état",
        Price = 15.50m,
        BrandId = 53,
        SizeId = 207,
        CatalogId = 50201,
        ColorIds = [1],
        StatusId = 2,
        MaterialIds = [44, 45],
        Photos = [PhotoSource.FromBytes(photo)],
    };

    internal static string Sha(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));

    private static string Text(ItemAttribute attribute) => $"{attribute.Code}={string.Join(',', attribute.Ids)}";

    private static string[] Texts(ItemDetail item) => [.. item.ItemAttributes.Select(Text).Order(StringComparer.Ordinal)];

    private static string Comparable(ItemDetail item)
    {
        var rest = item.Extra!.Where(field => field.Key is not ("view_count" or "favourite_count")).OrderBy(field => field.Key, StringComparer.Ordinal);
        return string.Join('\n', rest.Select(field => $"{field.Key}={field.Value.GetRawText()}").Concat(
            [item.Title!, item.Description!, $"{item.CatalogId} {item.BrandId} {item.SizeId} {item.StatusId} {item.PackageSizeId} {item.IsUnisex} {string.Join(',', item.ColorIds)}"]));
    }
}
