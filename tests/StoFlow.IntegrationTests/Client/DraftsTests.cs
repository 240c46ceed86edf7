using StoFlow.Client;
using StoFlow.IntegrationTests.Bridge;

namespace StoFlow.IntegrationTests.Client;

public abstract class DraftsTests(Way way)
{
    [Fact]
    public async Task A_draft_is_made_changed_and_published()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        var draft = await shop.Client.Drafts.CreateAsync(ItemsTests.New(TestPhotos.Jpeg()) with { Photos = [] }, cancel: ShopFixture.Cancel);
        Assert.Equal("draft", (string?)(await shop.ItemAsync(draft.Id))["state"]);

        await shop.Client.Items.UpdateAsync(
            draft.Id, new ItemChanges { Price = 20, Photos = [PhotoSource.FromBytes(TestPhotos.Jpeg())] }, cancel: ShopFixture.Cancel);
        Assert.Equal("draft", (string?)(await shop.ItemAsync(draft.Id))["state"]);

        var item = await shop.Client.Drafts.PublishAsync(draft.Id, cancel: ShopFixture.Cancel);
        var real = await shop.ItemAsync(item.Id);
        Assert.Equal("active", (string?)real["state"]);
        Assert.Equal(20m, (decimal)real["price"]!);
        Assert.Single(await shop.LedgerAsync("draft_published"));
    }

    [Fact]
    public async Task A_change_that_is_made_while_a_draft_is_published_is_not_undone()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        var draft = await shop.Client.Drafts.CreateAsync(ItemsTests.New(TestPhotos.Jpeg()), cancel: ShopFixture.Cancel);
        await shop.ControlAsync("faults", new { kind = "slow", delay_ms = 1_000, path = "/item_upload/drafts", method = "POST" });

        var publishing = shop.Client.Drafts.PublishAsync(draft.Id, cancel: ShopFixture.Cancel);
        await Eventually.TrueAsync(async () => await shop.CallsAsync("GET", "/item_upload/items") > 0, "the draft was read");
        await shop.Client.Items.SetPriceAsync(draft.Id, 21, cancel: ShopFixture.Cancel);
        await publishing;

        var real = await shop.ItemAsync(draft.Id);
        Assert.Equal(("active", 21m), ((string?)real["state"], (decimal)real["price"]!));
    }

    [Fact]
    public async Task An_empty_draft_is_filled_step_by_step()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        var draft = await shop.Client.Drafts.CreateAsync(new NewItem { Title = "", Description = "", Price = 0, CatalogId = 0 }, cancel: ShopFixture.Cancel);
        Assert.Null((await shop.Client.Items.GetAsync(draft.Id, ShopFixture.Cancel)).Price);
        await shop.Client.Items.UpdateAsync(draft.Id, new ItemChanges { Title = "Robe", CatalogId = 50101, SizeId = 4 }, cancel: ShopFixture.Cancel);
        await shop.Client.Photos.AddAsync(draft.Id, PhotoSource.FromBytes(TestPhotos.Jpeg()), cancel: ShopFixture.Cancel);
        var early = await Assert.ThrowsAsync<SiteException>(() => shop.Client.Drafts.PublishAsync(draft.Id, cancel: ShopFixture.Cancel));
        Assert.Equal(["condition", "description", "price"], early.FieldErrors.Select(error => error.Field).Order(StringComparer.Ordinal));
        await shop.Client.Items.UpdateAsync(draft.Id, new ItemChanges { Description = "Portée", StatusId = 2, Price = 12 }, cancel: ShopFixture.Cancel);
        var item = await shop.Client.Drafts.PublishAsync(draft.Id, cancel: ShopFixture.Cancel);
        var real = await shop.ItemAsync(item.Id);
        Assert.Equal(("active", "Robe", 12m), ((string?)real["state"], (string?)real["title"], (decimal)real["price"]!));
        Assert.Single(real["photo_ids"]!.AsArray());
    }

    [Fact]
    public async Task A_draft_that_lacks_something_is_not_published_and_says_what()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        var draft = await shop.Client.Drafts.CreateAsync(ItemsTests.New(TestPhotos.Jpeg()) with { Photos = [] }, cancel: ShopFixture.Cancel);
        var refused = await Assert.ThrowsAsync<SiteException>(() => shop.Client.Drafts.PublishAsync(draft.Id, cancel: ShopFixture.Cancel));
        Assert.Contains(refused.FieldErrors, error => error.Field is "photos");
    }

    [Fact]
    public async Task Deleting_a_draft_twice_says_that_it_was_gone()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        var draft = await shop.Client.Drafts.CreateAsync(ItemsTests.New(TestPhotos.Jpeg()) with { Photos = [] }, cancel: ShopFixture.Cancel);
        Assert.True(await shop.Client.Drafts.DeleteAsync(draft.Id, cancel: ShopFixture.Cancel));
        Assert.False(await shop.Client.Drafts.DeleteAsync(draft.Id, cancel: ShopFixture.Cancel));
    }
}
