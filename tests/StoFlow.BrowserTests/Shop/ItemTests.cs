using System.Text.Json.Nodes;
using StoFlow.Client;

namespace StoFlow.BrowserTests.Shop;

/// <summary>Items: made, changed, hidden, listed and counted as asked, and nothing else of them touched.</summary>
public abstract class ItemTests(HouseFixture fixture) : ShopTest(fixture)
{
    // What an update changes by itself, or what is different at every look.
    private static readonly HashSet<string> Moving = new(StringComparer.Ordinal) { "price", "photos", "view_count", "updated_at_ts" };

    [Fact]
    public async Task A_new_price_for_an_item_with_twenty_photos_and_every_attribute_changes_nothing_else()
    {
        var item = await Client.CreateProductAsync(
            Jeans([.. Enumerable.Range(1, 20).Select(Photo)]) with
            {
                MaterialIds = [44, 45],
                IsUnisex = true,
                Manufacturer = "Maison Test",
                MeasurementLength = 101,
                MeasurementWidth = 42,
                MeasurementUnit = "cm",
                DomesticShipment = 4.5m,
            },
            cancellationToken: Ct);
        var (before, photos) = (await FieldsAsync(item.Id), (await House.Control.ItemAsync(item.Id, Ct)).PhotoSha256);

        await Client.Items.SetPriceAsync(item.Id, 9.99m, cancel: Ct);

        var (after, there) = (await FieldsAsync(item.Id), await House.Control.ItemAsync(item.Id, Ct));
        Assert.Equal(9.99m, there.Price);
        Assert.Equal(Enumerable.Range(1, 20).Select(Sha), photos);
        Assert.Equal(photos, there.PhotoSha256);
        Assert.Equal(before.Where(field => !Moving.Contains(field.Key)), after.Where(field => !Moving.Contains(field.Key)));
        Assert.Single(await EffectsAsync(), "item_updated");
    }

    [Fact]
    public async Task What_the_site_lets_the_browser_keep_is_still_asked_for_anew()
    {
        var item = await Client.CreateProductAsync(Jeans(Photo(36)), cancellationToken: Ct);
        await House.Control.PostAsync("control/faults", new { kind = "cacheable", count = 2, path = $"/wardrobe/items/{item.Id}" }, Ct);
        var path = $"wardrobe/items/{item.Id}";
        var before = (await ReadAsync(path)).GetProperty("item").GetProperty("price").ToString();

        await Client.Items.SetPriceAsync(item.Id, 9.99m, cancel: Ct);

        var after = (await ReadAsync(path)).GetProperty("item").GetProperty("price").ToString();
        Assert.Contains("12.3", before, StringComparison.Ordinal);
        Assert.Contains("9.99", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_guides_parameters_make_and_change_an_item()
    {
        var item = await Client.CreateProductAsync("Robe", "Jamais portée", 25m, 10, 1643, 257, [1], 2, [Photo(31)], cancellationToken: Ct);
        await Client.UpdateProductAsync(item.Id, title: "Robe d'été", colorIds: [1, 27], cancellationToken: Ct);

        var seen = await Client.Items.GetAsync(item.Id, Ct);
        Assert.Equal(("Robe d'été", "Jamais portée", 25m), (seen.Title, seen.Description, seen.Price!.Value.Amount));
        Assert.Equal([1L, 27L], seen.ColorIds);
        Assert.Equal(["photo_uploaded", "item_created", "item_updated"], await EffectsAsync());
    }

    [Fact]
    public async Task The_same_key_makes_one_item()
    {
        var key = Guid.NewGuid().ToString();
        var first = await Client.CreateProductAsync(Jeans(Photo(32)), key, Ct);
        var second = await Client.CreateProductAsync(Jeans(Photo(32)), key, Ct);

        Assert.Equal(first.Id, second.Id);
        Assert.Equal(["photo_uploaded", "item_created"], await EffectsAsync());
    }

    [Fact]
    public async Task Hidden_shown_deleted_and_deleted_again()
    {
        var item = await Client.CreateProductAsync(Jeans(Photo(33)), cancellationToken: Ct);
        await Client.Items.HideAsync(item.Id, cancel: Ct);
        Assert.Contains(item.Id, await Client.GetAllProductsAsync(filter: ItemFilter.Hidden, cancellationToken: Ct).Select(seen => seen.Id).ToListAsync(Ct));
        await Client.Items.ShowAsync(item.Id, cancel: Ct);
        Assert.True(await Client.DeleteProductAsync(item.Id, cancellationToken: Ct));
        Assert.False(await Client.DeleteProductAsync(item.Id, cancellationToken: Ct));

        Assert.Equal(["photo_uploaded", "item_created", "item_hidden", "item_shown", "item_deleted", "refused"], await EffectsAsync());
    }

    [Theory]
    [InlineData(ItemFilter.Active, "active")]
    [InlineData(ItemFilter.Sold, "sold")]
    [InlineData(ItemFilter.Drafts, "draft")]
    [InlineData(ItemFilter.Hidden, "hidden")]
    public async Task Filters_go_by_what_the_items_are(ItemFilter filter, string state)
    {
        var seen = await Client.GetAllProductsAsync(filter: filter, cancellationToken: Ct).Select(item => item.Id).ToListAsync(Ct);

        var there = await House.Control.ItemsAsync(House.Options.Site, Ct);
        Assert.Superset(there.Where(item => item.State == state).Select(item => item.Id).ToHashSet(), seen.ToHashSet());
        if (filter is not ItemFilter.Active) Assert.Equal(there.Count(item => item.State == state), seen.Count);
    }

    [Fact]
    public async Task Stats_and_refreshed_items_are_the_sites()
    {
        var there = (await House.Control.ItemsAsync(House.Options.Site, Ct)).First(item => item.State == "active");

        var stats = await Client.GetItemStatsAsync(there.Id, Ct);
        var fresh = await Client.Items.RefreshAsync([there.Id, 1], Ct);

        Assert.Equal((there.Id, there.Views, there.Favourites), (stats.ItemId, stats.ViewCount, stats.FavouriteCount));
        Assert.Equal(there.Title, fresh[0].Item!.Title);
        Assert.True(Assert.IsType<SiteException>(fresh[1].Error).IsGone);
    }

    [Fact]
    public async Task A_request_of_ones_own_is_answered_as_it_is()
    {
        var item = await Client.CreateProductAsync(Jeans(Photo(34)), cancellationToken: Ct);
        var answer = await Client.ExecuteRequestAsync(
            $"https://{House.Options.Site}/api/v2/items/{item.Id}/is_hidden", "PUT", body: new JsonObject { ["is_hidden"] = true }, cancellationToken: Ct);
        var gone = await Client.ExecuteRequestAsync($"https://{House.Options.Site}/api/v2/items/1/delete", "POST", cancellationToken: Ct);

        Assert.True(answer.Success);
        Assert.Equal((false, 404), (gone.Success, gone.Status));
        Assert.Equal(["photo_uploaded", "item_created", "item_hidden", "refused"], await EffectsAsync());
    }
}

/// <inheritdoc/>
[Collection<FirefoxHouse>]
public sealed class FirefoxItemTests(FirefoxHouse fixture) : ItemTests(fixture);

/// <inheritdoc/>
[Collection<ChromiumHouse>]
public sealed class ChromiumItemTests(ChromiumHouse fixture) : ItemTests(fixture);
