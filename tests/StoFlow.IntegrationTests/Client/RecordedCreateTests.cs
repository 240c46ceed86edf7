using StoFlow.Client;

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
