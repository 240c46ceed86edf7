using StoFlow.Client;

namespace StoFlow.IntegrationTests.Client;

/// <summary>The site does the write and the answer is lost, or it does not: the client finds out and never makes two of one.</summary>
public abstract class ReadBackTests(Way way)
{
    [Theory]
    [InlineData("write_then_504")]
    [InlineData("write_then_close")]
    [InlineData("thin_body")]
    public async Task B15_a_create_whose_answer_was_lost_is_found(string fault)
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        await shop.FaultAsync(fault, path: "/item_upload/items", method: "POST");
        var made = await shop.Client.CreateProductAsync(ItemsTests.New(TestPhotos.Jpeg()), cancellationToken: ShopFixture.Cancel);
        var line = Assert.Single(await shop.LedgerAsync("item_created"));
        Assert.Equal((long)line["item_id"]!, made.Id);
        Assert.Equal("T-shirt Nike Noir", made.Title);

        // Found, not sent again: that the site refuses a photo which is on an item by now would hide it.
        Assert.Equal(1, await shop.CallsAsync("POST", "/item_upload/items"));
    }

    [Fact]
    public async Task A_create_that_the_site_took_is_not_repeated_because_it_does_not_show_yet()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        await shop.FaultAsync("thin_body", path: "/item_upload/items", method: "POST");
        await shop.ControlAsync("move", new { remove = 1, before_page = 1 });
        var unknown = await Assert.ThrowsAsync<OutcomeUnknownException>(() => shop.Client.CreateProductAsync(ItemsTests.New(TestPhotos.Jpeg()), cancellationToken: ShopFixture.Cancel));
        Assert.Equal(200, unknown.SiteStatus);
        Assert.Single(await shop.LedgerAsync("item_created"));
    }

    [Theory]
    [InlineData("item_updated")]
    [InlineData("photo_uploaded")]
    [InlineData("draft_created")]
    public async Task A_write_whose_good_answer_is_thin_is_settled_by_a_look(string effect)
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        var item = (long)(await shop.ItemsAsync()).First(one => (string?)one["state"] == "active")["id"]!;
        await shop.FaultAsync("thin_body", path: effect is "item_updated" ? "/item_upload/items" : effect is "photo_uploaded" ? "/photos" : "/item_upload/drafts", method: effect is "item_updated" ? "PUT" : "POST");
        long? made = effect switch
        {
            "item_updated" => (await shop.Client.UpdateProductAsync(item, price: 7.77m, cancellationToken: ShopFixture.Cancel)).Id,
            "photo_uploaded" => (await shop.Client.UploadPhotoAsync(TestPhotos.Jpeg(), cancellationToken: ShopFixture.Cancel)).Id,
            _ => (await shop.Client.Drafts.CreateAsync(ItemsTests.New(TestPhotos.Jpeg()), cancel: ShopFixture.Cancel)).Id,
        };
        var line = Assert.Single(await shop.LedgerAsync(effect));
        Assert.Equal((long)line[effect is "photo_uploaded" ? "photo_id" : "item_id"]!, made);
    }

    [Fact]
    public async Task A_create_that_surely_did_not_happen_is_repeated()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        await shop.FaultAsync("server_error", path: "/item_upload/items", method: "POST");
        var made = await shop.Client.CreateProductAsync(ItemsTests.New(TestPhotos.Jpeg()), "k1", ShopFixture.Cancel);
        Assert.Equal((long)Assert.Single(await shop.LedgerAsync("item_created"))["item_id"]!, made.Id);

        // The caller's own repetition meets the same item.
        var again = await shop.Client.CreateProductAsync(ItemsTests.New(TestPhotos.Jpeg()), "k1", ShopFixture.Cancel);
        Assert.Equal(made.Id, again.Id);
        Assert.Single(await shop.LedgerAsync("item_created"));
    }

    [Fact]
    public async Task Two_alike_items_in_a_row_are_not_taken_for_each_other()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        var first = await shop.Client.CreateProductAsync(ItemsTests.New(TestPhotos.Jpeg(seed: 1)), cancellationToken: ShopFixture.Cancel);
        await shop.FaultAsync("server_error", path: "/item_upload/items", method: "POST");
        var second = await shop.Client.CreateProductAsync(ItemsTests.New(TestPhotos.Jpeg(seed: 2)), cancellationToken: ShopFixture.Cancel);
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(2, (await shop.LedgerAsync("item_created")).Length);
    }

    [Fact]
    public async Task Without_read_back_the_caller_is_told_at_once()
    {
        await using var shop = await ShopFixture.OpenAsync(way, change: options => options with { ReadBack = false });
        await shop.FaultAsync("write_then_504", path: "/item_upload/items");
        var item = ItemsTests.New(TestPhotos.Jpeg());
        var started = TimeProvider.System.GetUtcNow();
        var unknown = await Assert.ThrowsAsync<OutcomeUnknownException>(() => shop.Client.CreateProductAsync(item, cancellationToken: ShopFixture.Cancel));
        Assert.Equal(504, unknown.SiteStatus);
        var seen = await shop.Client.ReadBack.ResolveCreateAsync(item, started, cancel: ShopFixture.Cancel);
        Assert.Equal(ReadBackAnswer.Happened, seen.Answer);
        Assert.Equal((long)Assert.Single(await shop.LedgerAsync("item_created"))["item_id"]!, seen.ItemId);
        var other = await shop.Client.ReadBack.ResolveCreateAsync(item with { Description = "Autre chose" }, started, cancel: ShopFixture.Cancel);
        Assert.Equal(ReadBackAnswer.DidNotHappen, other.Answer);
    }

    [Fact]
    public async Task Of_two_alike_items_made_at_once_the_one_that_failed_is_not_told_as_done()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        await shop.FaultAsync("server_error", path: "/item_upload/items", method: "POST");
        await shop.ControlAsync("faults", new { kind = "slow", when = "after", delay_ms = 1_000, path = "/item_upload/items", method = "POST" });

        var made = await Task.WhenAll(Enumerable.Range(1, 2)
            .Select(seed => shop.Client.CreateProductAsync(ItemsTests.New(TestPhotos.Jpeg(seed: seed)), cancellationToken: ShopFixture.Cancel)));

        Assert.Equal(2, (await shop.LedgerAsync("item_created")).Length);
        Assert.NotEqual(made[0].Id, made[1].Id);
    }

    [Theory]
    [InlineData("write_then_504")]
    [InlineData("write_then_close")]
    public async Task A_draft_without_photos_is_never_made_twice(string fault)
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        var draft = ItemsTests.New(TestPhotos.Jpeg()) with { Photos = [] };
        await shop.FaultAsync(fault, path: "/item_upload/drafts", method: "POST");

        var unknown = await Assert.ThrowsAsync<OutcomeUnknownException>(() => shop.Client.Drafts.CreateAsync(draft, "k1", ShopFixture.Cancel));
        Assert.Equal((long)Assert.Single(await shop.LedgerAsync("draft_created"))["item_id"]!, unknown.CandidateItemId);

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => shop.Client.Drafts.CreateAsync(draft, "k1", ShopFixture.Cancel));
        Assert.Single(await shop.LedgerAsync("draft_created"));
    }

    [Fact]
    public async Task A_create_is_not_repeated_while_the_site_may_still_be_at_it()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        await shop.ControlAsync("faults", new { kind = "server_error", status = 504, path = "/item_upload/items", method = "POST" });

        var unknown = await Assert.ThrowsAsync<OutcomeUnknownException>(
            () => shop.Client.CreateProductAsync(ItemsTests.New(TestPhotos.Jpeg()), cancellationToken: ShopFixture.Cancel));

        Assert.Equal(ReadBackAnswer.StillUnknown, unknown.Answer);
        Assert.Equal(1, await shop.CallsAsync("POST", "/item_upload/items"));
    }

    [Fact]
    public async Task Nor_is_its_repetition_told_as_not_done_then()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        await shop.FaultAsync("server_error", path: "/item_upload/items", method: "POST");
        await shop.ControlAsync("faults", new { kind = "server_error", status = 504, path = "/item_upload/items", method = "POST" });

        var unknown = await Assert.ThrowsAsync<OutcomeUnknownException>(
            () => shop.Client.CreateProductAsync(ItemsTests.New(TestPhotos.Jpeg()), cancellationToken: ShopFixture.Cancel));

        Assert.Equal(ReadBackAnswer.StillUnknown, unknown.Answer);
        Assert.Equal(2, await shop.CallsAsync("POST", "/item_upload/items"));
    }

    [Theory]
    [InlineData("write_then_504", ReadBackAnswer.Happened)]
    [InlineData("server_error", ReadBackAnswer.DidNotHappen)]
    public async Task A_photo_is_looked_for_by_the_key_of_its_upload(string fault, ReadBackAnswer answer)
    {
        await using var shop = await ShopFixture.OpenAsync(way, change: options => options with { ReadBack = false });
        await shop.FaultAsync(fault, path: "/photos", method: "POST");
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => shop.Client.UploadPhotoAsync(TestPhotos.Jpeg(), idempotencyKey: "k1", cancellationToken: ShopFixture.Cancel));

        var seen = await shop.Client.ReadBack.ResolvePhotoAsync("k1", ShopFixture.Cancel);

        Assert.Equal(answer, seen.Answer);
        Assert.Equal((await shop.LedgerAsync("photo_uploaded")).Select(line => (long?)line["photo_id"]).SingleOrDefault(), seen.PhotoId);
    }

    [Theory]
    [InlineData("write_then_504", ReadBackAnswer.Happened)]
    [InlineData("server_error", ReadBackAnswer.DidNotHappen)]
    public async Task One_photo_of_several_is_told_from_those_before_it(string fault, ReadBackAnswer answer)
    {
        await using var shop = await ShopFixture.OpenAsync(way, change: options => options with { ReadBack = false });
        await shop.FaultAsync(fault, path: "/photos", method: "POST", skip: 1);
        var item = ItemsTests.New(TestPhotos.Jpeg(seed: 1)) with { Photos = [PhotoSource.FromBytes(TestPhotos.Jpeg(seed: 1)), PhotoSource.FromBytes(TestPhotos.Jpeg(seed: 2))] };
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => shop.Client.CreateProductAsync(item, "k2", ShopFixture.Cancel));

        Assert.Equal(ReadBackAnswer.Happened, (await shop.Client.ReadBack.ResolvePhotoAsync("k2-photo0", ShopFixture.Cancel)).Answer);
        Assert.Equal(answer, (await shop.Client.ReadBack.ResolvePhotoAsync("k2-photo1", ShopFixture.Cancel)).Answer);
        Assert.Equal(answer, (await shop.Client.ReadBack.ResolvePhotoAsync("k2-photo1-again", ShopFixture.Cancel)).Answer);
    }

    [Theory]
    [InlineData("write_then_504", 1)]
    [InlineData("write_then_close", 1)]
    [InlineData("server_error", 1)]
    public async Task An_update_ends_as_wanted(string fault, int updates)
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        var made = await shop.Client.CreateProductAsync(ItemsTests.New(TestPhotos.Jpeg()), cancellationToken: ShopFixture.Cancel);
        await shop.FaultAsync(fault, path: "/item_upload/items", method: "PUT");
        var after = await shop.Client.UpdateProductAsync(made.Id, price: 9.5m, cancellationToken: ShopFixture.Cancel);
        Assert.Equal(9.5m, after.Price!.Value.Amount);
        Assert.Equal(9.5m, (decimal)(await shop.ItemAsync(made.Id))["price"]!);
        Assert.Equal(updates, (await shop.LedgerAsync("item_updated")).Length);
    }

    [Theory]
    [InlineData("write_then_504")]
    [InlineData("write_then_close")]
    [InlineData("server_error")]
    public async Task A_delete_ends_in_the_item_being_gone_once(string fault)
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        var made = await shop.Client.CreateProductAsync(ItemsTests.New(TestPhotos.Jpeg()), cancellationToken: ShopFixture.Cancel);
        await shop.FaultAsync(fault, path: "/items/");
        Assert.True(await shop.Client.DeleteProductAsync(made.Id, cancellationToken: ShopFixture.Cancel));
        Assert.Single(await shop.LedgerAsync("item_deleted"));
        Assert.Equal(fault is "server_error" ? 2 : 1, await shop.CallsAsync("POST", "/delete"));
    }

    [Theory]
    [InlineData("write_then_504")]
    [InlineData("server_error")]
    public async Task Hiding_and_publishing_are_settled_too(string fault)
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        var draft = await shop.Client.Drafts.CreateAsync(ItemsTests.New(TestPhotos.Jpeg()), cancel: ShopFixture.Cancel);
        await shop.FaultAsync(fault, path: "/item_upload/drafts", method: "POST");
        await shop.Client.Drafts.PublishAsync(draft.Id, cancel: ShopFixture.Cancel);
        Assert.Single(await shop.LedgerAsync("draft_published"));
        var sendings = fault is "server_error" ? 2 : 1;
        Assert.Equal(sendings, await shop.CallsAsync("POST", "/completion"));
        await shop.FaultAsync(fault, method: "PUT");
        await shop.Client.Items.HideAsync(draft.Id, cancel: ShopFixture.Cancel);
        Assert.Equal("hidden", (string?)(await shop.ItemAsync(draft.Id))["state"]);
        Assert.Single(await shop.LedgerAsync("item_hidden"));
        Assert.Equal(sendings, await shop.CallsAsync("PUT", "/is_hidden"));
    }

    [Theory]
    [InlineData("write_then_504")]
    [InlineData("server_error")]
    public async Task Hiding_is_settled_where_the_site_has_no_summary_of_an_item(string fault)
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        var item = (long)(await shop.ItemsAsync()).First(one => (string?)one["state"] == "active")["id"]!;
        await shop.FaultAsync(fault, method: "PUT");
        await shop.FaultAsync("html_404", count: 5, path: "/wardrobe/items");
        await shop.Client.Items.HideAsync(item, cancel: ShopFixture.Cancel);
        Assert.Equal("hidden", (string?)(await shop.ItemAsync(item))["state"]);
        Assert.Single(await shop.LedgerAsync("item_hidden"));
    }

    [Fact]
    public async Task A_photo_whose_answer_was_lost_is_found_instead_of_sent_again()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        await shop.FaultAsync("write_then_close", path: "/photos");
        var made = await shop.Client.CreateProductAsync(ItemsTests.New(TestPhotos.Jpeg()), cancellationToken: ShopFixture.Cancel);
        Assert.Single(await shop.LedgerAsync("photo_uploaded"));
        Assert.Single((await shop.ItemAsync(made.Id))["photo_ids"]!.AsArray());
    }

    [Fact]
    public async Task A_look_that_fails_leaves_the_outcome_unknown_and_repeats_nothing()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        await shop.FaultAsync("write_then_504", path: "/item_upload/items");
        await shop.FaultAsync("challenge_json", path: "/wardrobe/");
        var unknown = await Assert.ThrowsAsync<OutcomeUnknownException>(() => shop.Client.CreateProductAsync(ItemsTests.New(TestPhotos.Jpeg()), cancellationToken: ShopFixture.Cancel));
        Assert.Equal(ReadBackAnswer.StillUnknown, unknown.Answer);
        Assert.Single(await shop.LedgerAsync("item_created"));
    }
}
