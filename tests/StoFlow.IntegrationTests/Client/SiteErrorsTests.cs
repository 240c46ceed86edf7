using System.Text.Json.Nodes;
using StoFlow.Client;

namespace StoFlow.IntegrationTests.Client;

public abstract class SiteErrorsTests(Way way)
{
    [Theory]
    [InlineData(400)]
    [InlineData(422)]
    public async Task The_sites_field_errors_come_through(int status)
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

    [Theory]
    [InlineData("challenge_json")]
    [InlineData("challenge_html")]
    [InlineData("challenge_200")]
    public async Task A_bot_check_asks_for_the_person_and_ends_the_run(string kind)
    {
        await using var shop = await ShopFixture.OpenAsync(way, items: 60);
        await shop.FaultAsync(kind, path: "/wardrobe/", skip: 1);
        await Assert.ThrowsAsync<PersonNeededException>(async () => await shop.Client.GetAllProductsAsync(pageSize: 20, cancellationToken: ShopFixture.Cancel).ToListAsync(ShopFixture.Cancel));
        Assert.Equal(2, await shop.CallsAsync("GET", "wardrobe/{"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(7)]
    public async Task A_rate_limit_says_how_long_to_wait(int? seconds)
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        await shop.FaultAsync("rate_limit", retryAfter: seconds, path: "/item_upload/items");
        var limited = await Assert.ThrowsAsync<SiteException>(() => shop.Client.Items.GetAsync(42, ShopFixture.Cancel));
        Assert.Equal("rate_limited", limited.Code);
        Assert.Equal(seconds, limited.RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task A_thin_answer_is_drift_that_names_the_field()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        await shop.FaultAsync("thin_body", path: "/wardrobe/");
        var drift = await Assert.ThrowsAsync<SiteException>(async () => await shop.Client.GetAllProductsAsync(cancellationToken: ShopFixture.Cancel).ToListAsync(ShopFixture.Cancel));
        Assert.Equal((ClientErrorCode.Drift, "items"), (drift.Code, drift.Path));
    }

    [Fact]
    public async Task An_item_that_cannot_be_read_in_full_is_not_written()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        var made = await shop.Client.CreateProductAsync(ItemsTests.New(TestPhotos.Jpeg()), cancellationToken: ShopFixture.Cancel);
        await shop.ControlAsync("sell", new { item_id = made.Id });
        var drift = await Assert.ThrowsAsync<SiteException>(() => shop.Client.UpdateProductAsync(made.Id, price: 5, cancellationToken: ShopFixture.Cancel));
        Assert.Equal((ClientErrorCode.Drift, "item.description"), (drift.Code, drift.Path));
        Assert.Empty(await shop.LedgerAsync("item_updated"));
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
