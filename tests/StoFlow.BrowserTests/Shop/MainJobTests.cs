using StoFlow.Client;
using StoFlow.Harness.Demo;
using StoFlow.Harness.House;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.BrowserTests.Shop;

/// <summary>The main job in a real browser, judged by the sandbox's ledger.</summary>
public abstract class MainJobTests(HouseFixture fixture) : ShopTest(fixture)
{
    [Fact]
    public async Task Ping_answers_without_a_tab()
    {
        var answer = await House.Admin.ExecuteAsync(new ExecuteRequest(CommandAction.Ping, Seller: "demo"), cancel: Ct);

        Assert.True(answer.Success);
        Assert.True(answer.Data!.Value.GetProperty("pong").GetBoolean());
        Assert.True(answer.Data.Value.GetProperty("round_trip_ms").GetDouble() >= 0);
    }

    [Fact]
    public async Task User_data_is_the_signed_in_sellers()
    {
        var user = await Client.GetUserDataAsync(Ct);

        Assert.Equal(SellersHouse.Email, user.Email);
        Assert.NotEqual(0, user.UserId);
        Assert.False(string.IsNullOrEmpty(user.CsrfToken));
        Assert.False(string.IsNullOrEmpty(user.AnonId));
    }

    [Fact]
    public async Task All_137_items_come_each_once()
    {
        var there = (await House.Control.ItemsAsync(House.Options.Site, Ct)).Select(item => item.Id);

        var seen = await Client.GetAllProductsAsync(pageSize: 20, cancellationToken: Ct).Select(item => item.Id).ToListAsync(Ct);

        Assert.Equal(there.Order(), seen.Order());
    }

    [Fact]
    public async Task A_batch_answers_in_the_order_asked_and_one_failure_hides_no_other()
    {
        string[] paths = ["users/current", "wardrobe/items/1", "item_upload/colors", "no/such/route"];

        var answer = await Client.ExecuteBatchAsync(
            [.. paths.Select(path => new RequestBody($"https://{House.Options.Site}/api/v2/{path}"))], cancellationToken: Ct);

        Assert.False(answer.Success);
        Assert.Equal([200, 404, 200, 404], answer.Results!.Select(result => result.Status));
    }

    [Fact]
    public async Task A_sequence_stops_at_the_first_failure_and_says_so()
    {
        string[] paths = ["users/current", "wardrobe/items/1", "item_upload/colors"];
        var requests = paths.Select(path => new RequestBody($"https://{House.Options.Site}/api/v2/{path}"));

        var answer = await House.Admin.ExecuteAsync(new ExecuteRequest(CommandAction.Sequential, Seller: "demo", Requests: [.. requests]), cancel: Ct);

        Assert.False(answer.Success);
        Assert.Equal([200, 404, 0], answer.Results!.Select(result => result.Status));
        Assert.Equal(ErrorCode.NotRun, answer.Results![2].Code);
    }

    [Fact]
    public async Task An_item_is_made_changed_and_deleted_once()
    {
        var photo = await Client.UploadPhotoAsync(DemoPhoto.Make(40_000, seed: 3), cancellationToken: Ct);
        var item = await Client.CreateProductAsync(Jeans(PhotoSource.Uploaded(photo)) with { Title = "فستان 🧥 Żółty" }, cancellationToken: Ct);
        await Client.UpdateProductAsync(item.Id, new ItemChanges { Price = 9.99m }, cancellationToken: Ct);
        await Client.DeleteProductAsync(item.Id, cancellationToken: Ct);

        var entries = await LedgerAsync();
        Assert.Equal(["photo_uploaded", "item_created", "item_updated", "item_deleted"], entries.Select(entry => entry.Effect));
        Assert.Equal("فستان 🧥 Żółty", entries[1].Title);
    }

    [Theory]
    [InlineData("escaped")]
    [InlineData("plain")]
    [InlineData("double_escaped")]
    [InlineData("unicode_escaped")]
    [InlineData("meta")]
    [InlineData("next_data")]
    public async Task The_csrf_token_is_found_in_every_form_of_the_page(string form)
    {
        await House.Control.PageAsync(form, Ct);
        try
        {
            await CloseSiteTabsAsync();
            var user = await Client.GetUserDataAsync(Ct);
            Assert.Equal(36, user.CsrfToken!.Length);
        }
        finally
        {
            await House.Control.PageAsync("escaped", Ct);
        }
    }

    private async Task CloseSiteTabsAsync()
    {
        // One stays open, or the browser would end with its last tab.
        await House.Seller.Browser.OpenAsync("about:blank", Ct);
        foreach (var page in await House.Seller.Browser.PagesAsync(Ct))
            if (await page.EvaluateAsync<string>("location.host", Ct) == House.Options.Site) await page.CloseAsync(Ct);
    }
}

/// <inheritdoc/>
[Collection<FirefoxHouse>]
public sealed class FirefoxMainJobTests(FirefoxHouse fixture) : MainJobTests(fixture);

/// <inheritdoc/>
[Collection<ChromiumHouse>]
public sealed class ChromiumMainJobTests(ChromiumHouse fixture) : MainJobTests(fixture);
