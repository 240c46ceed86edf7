using StoFlow.Client;
using StoFlow.Protocol;

namespace StoFlow.IntegrationTests.Client;

public sealed class RecordedCreateTests
{
    [Theory]
    [InlineData("write_then_504", ReadBackAnswer.Happened)]
    [InlineData("server_error", ReadBackAnswer.DidNotHappen)]
    public async Task A_create_is_looked_for_by_the_photos_in_the_records_of_the_bridge(string fault, ReadBackAnswer answer)
    {
        await using var shop = await ShopFixture.OpenAsync(Way.Bridge, change: options => options with { ReadBack = false });
        var item = ItemsTests.New(TestPhotos.Jpeg());
        await shop.Client.CreateProductAsync(item, cancellationToken: ShopFixture.Cancel);
        await shop.FaultAsync(fault, path: "/item_upload/items", method: "POST");
        var unknown = await Assert.ThrowsAsync<OutcomeUnknownException>(() => shop.Client.CreateProductAsync(item, cancellationToken: ShopFixture.Cancel));

        var seen = await shop.Client.ReadBack.ResolveCreateAsync(item, await shop.Client.Bridge.GetCommandAsync(unknown.CommandId!, cancel: ShopFixture.Cancel), cancel: ShopFixture.Cancel);

        Assert.Equal(answer, seen.Answer);
        if (answer == ReadBackAnswer.Happened) Assert.Equal((long)(await shop.LedgerAsync("item_created"))[^1]["item_id"]!, seen.ItemId);
    }

    [Theory]
    [InlineData("write_then_504")]
    [InlineData("write_then_close")]
    [InlineData("thin_body")]
    public async Task The_same_key_finds_its_item_again_though_the_answer_to_a_photo_was_lost(string fault)
    {
        await using var shop = await ShopFixture.OpenAsync(Way.Bridge);
        var item = ItemsTests.New(TestPhotos.Jpeg());
        await shop.FaultAsync(fault, path: "/photos", method: "POST");
        var first = await shop.Client.CreateProductAsync(item, "order-4711", ShopFixture.Cancel);

        var again = await shop.Client.CreateProductAsync(item, "order-4711", ShopFixture.Cancel);

        Assert.Equal(first.Id, again.Id);
        Assert.Single(await shop.LedgerAsync("item_created"));

        // Another intent under that key is refused as ever.
        var other = await Assert.ThrowsAsync<RefusedException>(() => shop.Client.CreateProductAsync(item with { Title = "Autre" }, "order-4711", ShopFixture.Cancel));
        Assert.Equal(ErrorCode.IdempotencyConflict, other.Code);
    }

    [Fact]
    public async Task The_same_key_adds_a_photo_once_though_its_answer_was_lost()
    {
        await using var shop = await ShopFixture.OpenAsync(Way.Bridge);
        var item = (long)(await shop.ItemsAsync()).First(one => (string?)one["state"] == "active")["id"]!;
        await shop.FaultAsync("write_then_504", path: "/photos", method: "POST");
        await shop.Client.UploadPhotoAsync(item, TestPhotos.Jpeg(), idempotencyKey: "p1", cancellationToken: ShopFixture.Cancel);
        var photos = (await shop.ItemAsync(item))["photo_ids"]!.ToJsonString();

        var again = await shop.Client.UploadPhotoAsync(item, TestPhotos.Jpeg(), idempotencyKey: "p1", cancellationToken: ShopFixture.Cancel);

        Assert.Equal(item, again.Id);
        Assert.Equal(photos, (await shop.ItemAsync(item))["photo_ids"]!.ToJsonString());
        Assert.Single(await shop.LedgerAsync("item_updated"));
    }

    [Fact]
    public async Task A_create_whose_photos_went_to_an_item_that_the_list_does_not_show_yet_stays_open()
    {
        await using var shop = await ShopFixture.OpenAsync(Way.Bridge, change: options => options with { ReadBack = false });
        var item = ItemsTests.New(TestPhotos.Jpeg());
        await shop.FaultAsync("write_then_504", path: "/item_upload/items", method: "POST");
        var unknown = await Assert.ThrowsAsync<OutcomeUnknownException>(() => shop.Client.CreateProductAsync(item, cancellationToken: ShopFixture.Cancel));
        await shop.ControlAsync("move", new { remove = 1, before_page = 1 });

        var seen = await shop.Client.ReadBack.ResolveCreateAsync(item, await shop.Client.Bridge.GetCommandAsync(unknown.CommandId!, cancel: ShopFixture.Cancel), cancel: ShopFixture.Cancel);

        Assert.Equal(ReadBackAnswer.StillUnknown, seen.Answer);
    }
}
