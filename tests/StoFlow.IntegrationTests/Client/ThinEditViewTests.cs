using System.Text.Json.Nodes;
using StoFlow.Client;

namespace StoFlow.IntegrationTests.Client;

/// <summary>An update sends back what the edit view says. What it leaves out the site would take for empty, so then nothing is sent.</summary>
public sealed class ThinEditViewTests
{
    private static CancellationToken Cancel => ShopFixture.Cancel;

    [Theory]
    [InlineData("color2_id")]
    [InlineData("size_id")]
    [InlineData("status_id")]
    [InlineData("shipment_prices")]
    [InlineData("domestic", "item.shipment_prices.domestic")]
    [InlineData("parcel", "parcel")]
    [InlineData("measurement_width")]
    [InlineData("measurement_unit")]
    [InlineData("is_unisex")]
    [InlineData("isbn")]
    [InlineData("author")]
    [InlineData("book_title")]
    [InlineData("video_game_rating_id")]
    [InlineData("model")]
    [InlineData("manufacturer")]
    [InlineData("manufacturer_labelling")]
    [InlineData("ai_photo")]
    [InlineData("is_draft")]
    [InlineData("brand_dto brand", "item.brand_dto")]
    [InlineData("title brand", "item.title")]
    public async Task What_is_left_out_stops_the_update(string dropped, string? path = null)
    {
        await using var shop = await ShopFixture.OpenAsync();
        var item = await MakeAsync(shop);
        await DropAsync(shop, dropped);
        var drift = await Assert.ThrowsAsync<SiteException>(() => shop.Client.UpdateProductAsync(item, price: 12, cancellationToken: Cancel));
        Assert.Equal((ClientErrorCode.Drift, path ?? "item." + dropped), (drift.Code, drift.Path));
        Assert.Empty(await shop.LedgerAsync("item_updated"));
    }

    [Theory]
    [InlineData("brand_dto")]
    [InlineData("is_custom_brand")]
    [InlineData("orientation")]
    [InlineData("view_count")]
    public async Task What_is_said_elsewhere_or_needs_no_sending_back_may_be_left_out(string dropped)
    {
        await using var shop = await ShopFixture.OpenAsync();
        var item = await MakeAsync(shop);
        var before = await EditViewAsync(shop, item);
        await DropAsync(shop, dropped);
        await shop.Client.UpdateProductAsync(item, price: 12, cancellationToken: Cancel);
        var after = await EditViewAsync(shop, item);
        before["price"] = after["price"]!.DeepClone();
        Assert.Equal(before.ToJsonString(), after.ToJsonString());
    }

    [Fact]
    public async Task Of_a_draft_too()
    {
        await using var shop = await ShopFixture.OpenAsync();
        var draft = await shop.Client.Drafts.CreateAsync(ItemsTests.New(TestPhotos.Jpeg()) with { ColorIds = [27, 12] }, cancel: Cancel);
        await DropAsync(shop, "color2_id");
        var drift = await Assert.ThrowsAsync<SiteException>(() => shop.Client.UpdateProductAsync(draft.Id, price: 12, cancellationToken: Cancel));
        Assert.Equal("item.color2_id", drift.Path);
        await DropAsync(shop, "isbn");
        drift = await Assert.ThrowsAsync<SiteException>(() => shop.Client.Drafts.PublishAsync(draft.Id, cancel: Cancel));
        Assert.Equal("item.isbn", drift.Path);
        Assert.Empty(await shop.LedgerAsync("draft_updated"));
        Assert.Empty(await shop.LedgerAsync("draft_published"));
    }

    [Fact]
    public async Task A_condition_that_stands_in_two_places_is_changed_in_both()
    {
        await using var shop = await ShopFixture.OpenAsync();
        await shop.ControlAsync("settings", new { dynamic_attributes = true });
        var item = await MakeAsync(shop);
        await shop.Client.Items.UpdateAsync(item, new ItemChanges { Attributes = [new ItemAttribute("condition", [4])] }, cancel: Cancel);
        Assert.Equal((4, 4), await ConditionAsync());
        await shop.Client.UpdateProductAsync(item, statusId: 3, cancellationToken: Cancel);
        Assert.Equal((3, 3), await ConditionAsync());

        async Task<(long?, long)> ConditionAsync()
        {
            var read = await shop.Client.Items.GetAsync(item, Cancel);
            return (read.StatusId, read.ItemAttributes.Single(attribute => attribute.Code is "condition").Ids.Single());
        }
    }

    /// <summary>An item that has something in every field which public sources name for clothes, and a brand in own words.</summary>
    private static async Task<long> MakeAsync(ShopFixture shop) => (await shop.Client.CreateProductAsync(
        ItemsTests.New(TestPhotos.Jpeg()) with
        {
            BrandId = null,
            Brand = "Maison Élise",
            ColorIds = [27, 12],
            IsUnisex = true,
            MeasurementWidth = 42,
            MeasurementUnit = "cm",
            Isbn = "9780000000002",
            VideoGameRatingId = 3,
            Manufacturer = "Maison Test",
            DomesticShipment = 4.55m,
        },
        cancellationToken: Cancel)).Id;

    private static Task DropAsync(ShopFixture shop, string fields)
        => shop.ControlAsync("faults", new { kind = "thin_body", path = "/item_upload/items", method = "GET", drop = fields.Split(' ') });

    private static async Task<JsonObject> EditViewAsync(ShopFixture shop, long item)
    {
        var answer = await shop.Client.ExecuteRequestAsync($"https://www.vinted.fr/api/v2/item_upload/items/{item}", cancellationToken: Cancel);
        return JsonNode.Parse(answer.Data!.Value.GetRawText())!["item"]!.AsObject();
    }
}
