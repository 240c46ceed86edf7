using System.Text.Json;
using System.Text.Json.Nodes;
using StoFlow.Client;
using StoFlow.Sandbox;

namespace StoFlow.IntegrationTests.Client;

/// <summary>What goes through comes out the same: every field, every letter, every currency.</summary>
public abstract class FidelityTests(Way way)
{
    private static CancellationToken Cancel => ShopFixture.Cancel;

    [Fact]
    public async Task An_item_with_twenty_photos_and_every_field_is_the_same_after_an_update_but_for_the_change()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        var item = await MakeFullAsync(shop);
        var before = await ReadAsync(shop, item);
        Assert.Equal(20, before["photos"]!.AsArray().Count);
        Assert.Equal("""{"lift":true,"floors":[1,2]}""", before["heavy_goods"]!.ToJsonString());

        await shop.Client.UpdateProductAsync(item, price: 31.25m, cancellationToken: Cancel);
        var after = await ReadAsync(shop, item);
        Assert.Equal("31.25", (string?)after["price"]!["amount"]);
        after["price"] = before["price"]!.DeepClone();
        foreach (var (name, value) in before) Assert.True(JsonNode.DeepEquals(value, after[name]), $"{name}: {value?.ToJsonString()} became {after[name]?.ToJsonString()}");
        Assert.Equal(before.Count, after.Count);

        // One of them made the item full.
        Assert.Equal(2, (await shop.LedgerAsync("item_updated")).Length);
    }

    [Fact]
    public async Task Photos_keep_their_bytes_through_order_removal_and_addition()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        var item = await MakeFullAsync(shop);
        var real = (await shop.ItemAsync(item))["photo_sha256"]!.AsArray().Select(hash => (string)hash!).ToArray();
        var photos = (await shop.Client.Items.GetAsync(item, Cancel)).Photos;
        await shop.Client.Photos.OrderAsync(item, [.. photos.Select(photo => photo.Id).Reverse()], cancel: Cancel);
        await shop.Client.Photos.RemoveAsync(item, photos[0].Id, cancel: Cancel);
        await shop.Client.Photos.AddAsync(item, PhotoSource.FromBytes(TestPhotos.Jpeg(seed: 99)), cancel: Cancel);
        var now = (await shop.ItemAsync(item))["photo_sha256"]!.AsArray().Select(hash => (string)hash!).ToArray();
        Assert.Equal([.. real.Reverse().SkipLast(1), ItemsTests.Sha(TestPhotos.Jpeg(seed: 99))], now);
    }

    [Theory]
    [InlineData("www.vinted.fr", "EUR", "Écharpe d’été, laine & cœur 👗🧶")]
    [InlineData("www.vinted.co.uk", "GBP", "Wool scarf “as new” – £ 👩‍🎨 fits 5′2″")]
    [InlineData("www.vinted.de", "EUR", "Größe M, süßer Übergangsmantel ẞ 🇩🇪")]
    [InlineData("www.vinted.pl", "PLN", "Żółta sukienka «ŁÓDŹ», śliczna 𝓋𝒾𝓃𝓉𝒶𝑔𝑒")]
    [InlineData("www.vinted.fr", "EUR", "شال صوف (מעיל חורף) 𠮷野 \u202Babc\u202C e\u0301")]
    public async Task Texts_and_prices_come_back_as_they_were_sent(string site, string currency, string title)
    {
        await using var shop = await ShopFixture.OpenAsync(way, items: 3, seller: new SellerOptions { Login = "laden", Site = site, Items = 3 });
        var description = $"{title}\n\nDeuxième ligne\t\"{title}\" \\ {{}} </script> \u2028 100 %";
        var made = await shop.Client.CreateProductAsync(ItemsTests.New(TestPhotos.Jpeg()) with { Title = title, Description = description, Price = 1234.56m }, cancellationToken: Cancel);

        var real = await shop.ItemAsync(made.Id);
        Assert.Equal((title, description, 1234.56m), ((string?)real["title"], (string?)real["description"], (decimal)real["price"]!));
        var read = await shop.Client.Items.GetAsync(made.Id, Cancel);
        Assert.Equal((title, description, new Money(1234.56m, currency)), (read.Title, read.Description, read.Price));
        var listed = await shop.Client.GetAllProductsAsync(cancellationToken: Cancel).FirstAsync(item => item.Id == made.Id, Cancel);
        Assert.Equal((title, new Money(1234.56m, currency)), (listed.Title, listed.Price));

        await shop.Client.UpdateProductAsync(made.Id, price: 0.5m + 1, cancellationToken: Cancel);
        var after = await shop.ItemAsync(made.Id);
        Assert.Equal((title, description, 1.5m), ((string?)after["title"], (string?)after["description"], (decimal)after["price"]!));
    }

    [Theory]
    [InlineData("www.vinted.fr", "T-shirts", "Bordeaux", "Très bon état", "Moyen")]
    [InlineData("www.vinted.de", "T-Shirts", "Weiß", "Sehr gut", "Mittel")]
    [InlineData("www.vinted.pl", "Koszulki", "Żółty", "Bardzo dobry", "Średnia")]
    [InlineData("www.vinted.co.uk", "T-shirts", "Dark green", "Very good", "Medium")]
    public async Task Names_are_in_the_sites_language_and_lead_to_ids_and_back(string site, string category, string color, string condition, string package)
    {
        await using var shop = await ShopFixture.OpenAsync(way, items: 1, seller: new SellerOptions { Login = "laden", Site = site, Items = 1 });
        var catalogue = shop.Client.Catalogue;
        Assert.Equal(category, (await catalogue.FindCategoryAsync(50201, Cancel))!.Title);
        Assert.Contains(await catalogue.FindCategoriesAsync(category.ToUpperInvariant(), Cancel), one => one.Id == 50201);
        var found = await catalogue.FindColorAsync(color.ToLowerInvariant(), Cancel);
        Assert.Equal(color, (await catalogue.FindColorAsync(found!.Id, Cancel))!.Title);
        Assert.Equal(2, (await catalogue.FindConditionAsync(50201, condition, Cancel))!.Id);
        Assert.Equal(condition, (await catalogue.FindConditionAsync(50201, 2, Cancel))!.Title);
        Assert.Equal(2, (await catalogue.FindPackageSizeAsync(50201, package, Cancel))!.Id);
        Assert.Equal(package, (await catalogue.FindPackageSizeAsync(50201, 2, Cancel))!.Title);
        Assert.Equal("M", (await catalogue.FindSizeAsync(50201, 208, Cancel))!.Title);
    }

    /// <summary>An item with everything an item can have, one field that nobody knows among it.</summary>
    private static async Task<long> MakeFullAsync(ShopFixture shop)
    {
        var made = await shop.Client.CreateProductAsync(
            ItemsTests.New(TestPhotos.Jpeg()) with
            {
                Title = "Console 👾 & livre",
                ColorIds = [27, 12],
                MaterialIds = [44, 45, 303],
                PackageSizeId = 3,
                Photos = [.. Enumerable.Range(1, 20).Select(seed => PhotoSource.FromBytes(TestPhotos.Jpeg(seed: seed)))],
                Attributes = [new ItemAttribute("pattern", [7, 9])],
                IsUnisex = true,
                MeasurementWidth = 42,
                MeasurementLength = 104,
                MeasurementUnit = "cm",
                Isbn = "9780000000002",
                Author = "Élise Exemple",
                BookTitle = "Le fil",
                VideoGameRatingId = 3,
                Manufacturer = "Maison Test",
                ManufacturerLabelling = "Lot 7",
                DomesticShipment = 4.55m,
                InternationalShipment = 12,
            },
            cancellationToken: ShopFixture.Cancel);

        // What no typed field sets: the edit view as read, sent back with more in it.
        var read = JsonNode.Parse((await ExecuteAsync(shop, "GET", made.Id, null)).GetRawText())!.AsObject();
        var full = ItemBody(read);
        full["item"]!["model"] = new JsonObject { ["type"] = "console", ["name"] = "X", ["metadata"] = new JsonObject { ["gb"] = 512 } };
        full["item"]!["ai_photo"] = true;
        full["item"]!["heavy_goods"] = new JsonObject { ["lift"] = true, ["floors"] = new JsonArray(1, 2) };
        full["parcel"] = new JsonObject { ["width"] = 1, ["height"] = 2, ["length"] = 3, ["weight"] = 4 };
        await ExecuteAsync(shop, "PUT", made.Id, full);
        return made.Id;
    }

    private static JsonObject ItemBody(JsonObject read)
    {
        var item = read["item"]!.DeepClone().AsObject();
        item["color_ids"] = new JsonArray(item["color1_id"]!.DeepClone(), item["color2_id"]!.DeepClone());
        item["price"] = decimal.Parse((string)item["price"]!["amount"]!, System.Globalization.CultureInfo.InvariantCulture);
        item["assigned_photos"] = new JsonArray([.. item["photos"]!.AsArray().Select(photo => new JsonObject { ["id"] = (long)photo!["id"]!, ["orientation"] = 0 })]);
        return new JsonObject { ["item"] = item };
    }

    private static async Task<JsonElement> ExecuteAsync(ShopFixture shop, string method, long item, JsonNode? body)
    {
        var answer = await shop.Client.ExecuteRequestAsync($"https://www.vinted.fr/api/v2/item_upload/items/{item}", method, body: body, cancellationToken: ShopFixture.Cancel);
        Assert.True(answer.Success, answer.Data?.GetRawText());
        return answer.Data!.Value;
    }

    private static async Task<JsonObject> ReadAsync(ShopFixture shop, long item)
    {
        var read = JsonNode.Parse((await ExecuteAsync(shop, "GET", item, null)).GetRawText())!.AsObject();
        var fields = read["item"]!.DeepClone().AsObject();
        fields["parcel"] = read["parcel"]?.DeepClone();
        return fields;
    }
}
