using System.Text.Json.Nodes;
using StoFlow.Client;

namespace StoFlow.IntegrationTests.Client;

public abstract class SiteErrorsTests(Way way)
{
    [Theory]
    [InlineData(400)]
    [InlineData(422)]
    public async Task B07_the_sites_field_errors_come_through(int status)
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        await shop.ControlAsync("settings", new { validation_status = status, strict_ids = true });
        var refused = await Assert.ThrowsAsync<SiteException>(() => shop.Client.CreateProductAsync(
            ItemsTests.New(TestPhotos.Jpeg()) with { CatalogId = 987_654 }, cancellationToken: ShopFixture.Cancel));
        Assert.Equal((status, 99, "validation_error"), (refused.HttpStatus, refused.SiteCode, refused.MessageCode));
        Assert.Contains(refused.FieldErrors, error => error.Field is "category");
    }

    [Fact]
    public async Task An_error_code_under_status_200_is_an_error()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        await shop.ControlAsync("settings", new { errors_as_ok = true });
        var error = await Assert.ThrowsAsync<SiteException>(() => shop.Client.Items.GetAsync(42, ShopFixture.Cancel));
        Assert.Equal((200, 104, true), (error.HttpStatus, error.SiteCode, error.IsGone));
    }

    [Fact]
    public async Task An_error_code_under_status_200_of_a_write_is_an_error_too()
    {
        await using var shop = await ShopFixture.OpenAsync(way, items: 40);
        await shop.ControlAsync("settings", new { errors_as_ok = true, strict_ids = true });
        var sold = (long)(await shop.ItemsAsync()).First(one => (string?)one["state"] == "sold")["id"]!;

        Assert.False(await shop.Client.DeleteProductAsync(42, cancellationToken: ShopFixture.Cancel));
        Assert.Equal(20, (await Assert.ThrowsAsync<SiteException>(() => shop.Client.DeleteProductAsync(sold, cancellationToken: ShopFixture.Cancel))).SiteCode);
        Assert.True((await Assert.ThrowsAsync<SiteException>(() => shop.Client.Items.HideAsync(42, cancel: ShopFixture.Cancel))).IsGone);
        var refused = await Assert.ThrowsAsync<SiteException>(() => shop.Client.CreateProductAsync(
            ItemsTests.New(TestPhotos.Jpeg()) with { CatalogId = 987_654 }, cancellationToken: ShopFixture.Cancel));

        Assert.Equal((200, 99, "category"), (refused.HttpStatus, refused.SiteCode, refused.FieldErrors[0].Field));
        Assert.Equal(4, (await shop.LedgerAsync("refused")).Length);
    }

    [Theory]
    [InlineData("challenge_json")]
    [InlineData("challenge_html")]
    [InlineData("challenge_200")]
    [InlineData("ip_blocked")]
    public async Task B14_a_bot_check_at_any_request_is_the_last_of_it(string kind)
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        var item = (long)(await shop.ItemsAsync()).First(one => (string?)one["state"] == "active")["id"]!;
        var photo = PhotoSource.Uploaded(await shop.Client.UploadPhotoAsync(TestPhotos.Jpeg(), cancellationToken: ShopFixture.Cancel));
        (string Path, Func<Task> Run)[] requests =
        [
            ("/item_upload/items", () => shop.Client.Items.GetAsync(item, ShopFixture.Cancel)),
            ("/wardrobe/items", () => shop.Client.GetItemStatsAsync(item, ShopFixture.Cancel)),
            ("/my_orders", () => shop.Client.Orders.GetSalesAsync(cancel: ShopFixture.Cancel).CountAsync(ShopFixture.Cancel).AsTask()),
            ("/photos", () => shop.Client.UploadPhotoAsync(TestPhotos.Jpeg(seed: 2), cancellationToken: ShopFixture.Cancel)),
            ("/item_upload/items", () => shop.Client.CreateProductAsync(ItemsTests.New([]) with { Photos = [photo] }, cancellationToken: ShopFixture.Cancel)),
            ("/item_upload/items", () => shop.Client.UpdateProductAsync(item, price: 5, cancellationToken: ShopFixture.Cancel)),
            ("/items/*/is_hidden", () => shop.Client.Items.HideAsync(item, cancel: ShopFixture.Cancel)),
            ("/items/*/delete", () => shop.Client.DeleteProductAsync(item, cancellationToken: ShopFixture.Cancel)),
        ];
        foreach (var (path, run) in requests)
        {
            await shop.FaultAsync(kind, path: path);
            await Assert.ThrowsAsync<PersonNeededException>(run);
            Assert.Equal(0, await shop.CallsAfterCheckAsync());
            await shop.ControlAsync("challenge/solve", new { });
        }

        Assert.Single(await shop.LedgerAsync("photo_uploaded"));
        Assert.Equal(requests.Length, (await shop.LedgerAsync("refused")).Length);
        Assert.DoesNotContain(await shop.LedgerAsync(), line => ((string?)line["effect"])!.StartsWith("item_", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("challenge_json")]
    [InlineData("challenge_html")]
    [InlineData("challenge_200")]
    public async Task B14_a_bot_check_asks_for_the_person_and_ends_the_run(string kind)
    {
        await using var shop = await ShopFixture.OpenAsync(way, items: 200);
        await shop.FaultAsync(kind, path: "/wardrobe/", skip: 1);
        await Assert.ThrowsAsync<PersonNeededException>(async () => await shop.Client.GetAllProductsAsync(pageSize: 20, cancellationToken: ShopFixture.Cancel).ToListAsync(ShopFixture.Cancel));
        Assert.Equal(2, await shop.CallsAsync("GET", "wardrobe/{"));
        Assert.Equal(0, await shop.CallsAfterCheckAsync());
    }

    [Theory]
    [InlineData(null, "json")]
    [InlineData(7, "json")]
    [InlineData(7, "empty")]
    [InlineData(null, "code_106")]
    public async Task B13_a_rate_limit_says_how_long_to_wait(int? seconds, string variant)
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        await shop.ControlAsync("faults", new { kind = "rate_limit", retry_after_s = seconds, path = "/item_upload/items", variant });
        var limited = await Assert.ThrowsAsync<SiteException>(() => shop.Client.Items.GetAsync(42, ShopFixture.Cancel));
        Assert.Equal("rate_limited", limited.Code);
        Assert.Equal(seconds, limited.RetryAfter?.TotalSeconds);
        Assert.Equal(1, await shop.CallsAsync("GET", "item_upload/items/{"));
    }

    [Fact]
    public async Task A_thin_answer_is_drift_that_names_the_field()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        await shop.FaultAsync("thin_body", path: "/wardrobe/");
        var drift = await Assert.ThrowsAsync<SiteException>(async () => await shop.Client.GetAllProductsAsync(cancellationToken: ShopFixture.Cancel).ToListAsync(ShopFixture.Cancel));
        Assert.Equal((ClientErrorCode.Drift, "items"), (drift.Code, drift.Path));
    }

    [Theory]
    [InlineData("price", "items[0].price")]
    [InlineData("total_pages", "pagination.total_pages")]
    public async Task A_field_that_is_gone_is_drift_that_names_it(string field, string path)
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        await shop.ControlAsync("faults", new { kind = "thin_body", path = "/wardrobe/", drop = new[] { field } });
        var drift = await Assert.ThrowsAsync<SiteException>(async () => await shop.Client.GetAllProductsAsync(cancellationToken: ShopFixture.Cancel).ToListAsync(ShopFixture.Cancel));
        Assert.Equal((ClientErrorCode.Drift, path), (drift.Code, drift.Path));
    }

    [Theory]
    [InlineData("description")]
    [InlineData("photos")]
    [InlineData("item_attributes")]
    [InlineData("color1_id")]
    [InlineData("package_size_id")]
    public async Task An_item_that_cannot_be_read_in_full_is_not_written(string field)
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        var item = (long)(await shop.ItemsAsync()).First(one => (string?)one["state"] == "active")["id"]!;
        await shop.ControlAsync("faults", new { kind = "thin_body", path = "/item_upload/items", drop = new[] { field } });
        var drift = await Assert.ThrowsAsync<SiteException>(() => shop.Client.UpdateProductAsync(item, price: 5, cancellationToken: ShopFixture.Cancel));
        Assert.Equal((ClientErrorCode.Drift, "item." + field), (drift.Code, drift.Path));
        Assert.Empty(await shop.LedgerAsync("item_updated"));
    }

    [Theory]
    [InlineData("is_hidden", "items[0].is_hidden")]
    [InlineData("is_draft", "items[0].is_draft")]
    [InlineData("is_closed", "items[0].is_closed")]
    [InlineData("is_reserved", "items[0].is_reserved")]
    [InlineData("item_closing_action", "items[].item_closing_action")]
    public async Task A_filter_over_a_list_without_one_of_its_flags_is_drift_and_not_an_empty_shop(string flag, string path)
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        await shop.ControlAsync("faults", new { kind = "thin_body", count = 100, path = "/wardrobe/", drop = new[] { flag } });
        foreach (var filter in Enum.GetValues<ItemFilter>().Except([ItemFilter.All]))
        {
            var drift = await Assert.ThrowsAsync<SiteException>(async () => await shop.Client.GetAllProductsAsync(filter: filter, cancellationToken: ShopFixture.Cancel).ToListAsync(ShopFixture.Cancel));
            Assert.Equal((ClientErrorCode.Drift, path), (drift.Code, drift.Path));
        }

        Assert.Equal(12, await shop.Client.GetAllProductsAsync(cancellationToken: ShopFixture.Cancel).CountAsync(ShopFixture.Cancel));
    }

    [Fact]
    public async Task A_web_page_where_json_was_due_is_a_clear_error()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        await shop.FaultAsync("html_404", path: "/item_upload/items");
        var error = await Assert.ThrowsAsync<SiteException>(() => shop.Client.Items.GetAsync(42, ShopFixture.Cancel));
        Assert.True(error.Html);
        Assert.False(error.IsGone);
    }

    [Fact]
    public async Task A_dead_session_is_not_signed_in()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        await shop.FaultAsync("dead_session");
        await Assert.ThrowsAsync<NotSignedInException>(() => shop.Client.Items.GetAsync(42, ShopFixture.Cancel));
    }

    [Fact]
    public async Task Missing_fields_that_can_be_done_without_are_told_once()
    {
        List<DriftWarning> warnings = [];
        await using var shop = await ShopFixture.OpenAsync(way, items: 5, change: options => options with { OnDrift = warnings.Add });
        await shop.ControlAsync("settings", new JsonObject { ["single_photo"] = true });
        var items = await shop.Client.GetAllProductsAsync(cancellationToken: ShopFixture.Cancel).ToListAsync(ShopFixture.Cancel);
        await shop.Client.GetAllProductsAsync(cancellationToken: ShopFixture.Cancel).ToListAsync(ShopFixture.Cancel);
        Assert.Equal(new DriftWarning("wardrobe page", "items[].photos"), Assert.Single(warnings));
        Assert.Contains(items, item => item.Photos.Count == 1);
    }
}
