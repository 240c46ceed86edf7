using System.Text.Json;
using StoFlow.Cli.Json;
using StoFlow.Cli.Sync;
using StoFlow.Client;
using StoFlow.Protocol.Shapes;

namespace StoFlow.Tests.Client;

/// <summary>One odd field that is merely carried along hides neither its item nor the list: it is a warning, and kept as it came. What is relied on stays an error.</summary>
public sealed class OddFieldTests
{
    private const string Robe = """{"id":1,"title":"Robe","price":"9.5"}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("\"favourite_count\":\"many\"", "$.favourite_count", "\"many\"", "items[].favourite_count")]
    [InlineData("\"view_count\":12.5", "$.view_count", "12.5", "items[].view_count")]
    [InlineData("\"url\":[1]", "$.url", "[1]", "items[].url")]
    [InlineData("\"created_at_ts\":\"05/01/2026\"", "$.created_at_ts", "\"05/01/2026\"", "items[].created_at_ts")]
    [InlineData("\"photos\":[{\"id\":3},{\"id\":4,\"width\":\"wide\"}]", "$.photos[1].width", "\"wide\"", "items[].photos[].width")]
    [InlineData("\"photos\":[{\"id\":3},{\"url\":\"x\"}]", "$.photos[1]", "{\"url\":\"x\"}", "items[].photos[]")]
    [InlineData("\"photos\":[{\"id\":3,\"high_resolution\":{\"timestamp\":\"soon\"}}]", "$.photos[0].high_resolution.timestamp", "\"soon\"", "items[].photos[].high_resolution.timestamp")]
    [InlineData("\"photos\":{\"1\":{}}", "$.photos", "{\"1\":{}}", "items[].photos")]
    public async Task Of_an_item_in_the_list(string odd, string kept, string raw, string path)
    {
        List<DriftWarning> warnings = [];
        using var played = new PlayedBridge().ThenSite(Page(Robe, "{\"id\":2,\"title\":\"Caf\\uD83D\",\"price\":\"8\"," + odd + "}"));
        using var client = played.Client(options => options with { OnDrift = warning => { if (warning.OfAnotherType) warnings.Add(warning); } });

        var items = await client.GetAllProductsAsync(7, cancellationToken: Cancel).ToListAsync(Cancel);

        Assert.Equal([1, 2], items.Select(item => item.Id));
        Assert.Equal((kept, raw), (items[1].Extra!.Single().Key, items[1].Extra![kept].GetRawText()));
        Assert.Equal(new DriftWarning("wardrobe page", path) { OfAnotherType = true }, Assert.Single(warnings));
    }

    [Fact]
    public void What_is_nested_too_deeply_beside_it_is_drift_and_nothing_else()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 100)) + "1" + new string('}', 100);
        using var item = JsonDocument.Parse("{\"id\":2,\"title\":\"Robe\",\"price\":\"8\",\"view_count\":\"many\",\"more\":" + deep + "}", new JsonDocumentOptions { MaxDepth = 512 });

        var read = Record.Exception(() => new DriftWatch(null).ReadCarried(item.RootElement, ClientJson.Default.Item, SiteShapes.WardrobePage, "items[0]"));

        Assert.True(read is null or SiteException { Code: ClientErrorCode.Drift }, read?.ToString());
    }

    [Fact]
    public async Task Several_of_one_item()
    {
        using var played = new PlayedBridge().ThenSite(Page("""{"id":2,"title":"Robe","price":"8","view_count":"a","photos":[{"id":"x"},{"id":9}],"favourite_count":{}}"""));
        using var client = played.Client();

        var item = await client.GetAllProductsAsync(7, cancellationToken: Cancel).SingleAsync(Cancel);

        Assert.Equal([9], item.Photos.Select(photo => photo.Id));
        Assert.Equal(["$.favourite_count", "$.photos[0]", "$.photos[0].id", "$.view_count"], item.Extra!.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("{\"id\":\"x\"}", item.Extra!["$.photos[0]"].GetRawText());

        // As a sync file does.
        var stored = JsonSerializer.Serialize(new SyncLine(2, default, "on_sale", item), CliJson.Relaxed.SyncLine);
        Assert.Equal(item.Extra.Keys.Order(StringComparer.Ordinal), JsonSerializer.Deserialize(stored, CliJson.Relaxed.SyncLine)!.Item.Extra!.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("\"id\":\"x\"", "items[0].id")]
    [InlineData("\"title\":[1]", "items[0].title")]
    [InlineData("\"price\":{\"amount\":\"cheap\"}", "items[0].price")]
    [InlineData("\"is_hidden\":\"perhaps\"", "items[0].is_hidden")]
    public async Task But_not_what_is_relied_on(string odd, string path)
    {
        var name = odd[..odd.IndexOf(':', StringComparison.Ordinal)];
        var fields = new[] { "\"id\":2", "\"title\":\"Robe\"", "\"price\":8" }.Where(field => !field.StartsWith(name, StringComparison.Ordinal));
        using var played = new PlayedBridge().ThenSite(Page("{" + string.Join(',', fields) + "," + odd + "}"));
        using var client = played.Client();

        var drift = await Assert.ThrowsAsync<SiteException>(() => client.GetAllProductsAsync(7, cancellationToken: Cancel).ToListAsync(Cancel).AsTask());

        Assert.Equal((ClientErrorCode.Drift, path), (drift.Code, drift.Path));
    }

    [Fact]
    public async Task Whole_numbers_are_read_however_they_are_written()
    {
        using var played = new PlayedBridge().ThenSite(Page("""{"id":7000000001.0,"title":"Robe","price":"8","view_count":"12","favourite_count":3e0,"user_id":"7.0"}"""));
        using var client = played.Client();

        var item = await client.GetAllProductsAsync(7, cancellationToken: Cancel).SingleAsync(Cancel);

        Assert.Equal((7000000001, 12, 3, 7), (item.Id, item.ViewCount, item.FavouriteCount, item.UserId));
    }

    [Fact]
    public async Task Of_the_signed_in_user()
    {
        using var played = new PlayedBridge().ThenSite("""{"user_id":7,"login":"demo","item_count":"many","currency":[]}""");
        using var client = played.Client();

        var user = await client.GetUserDataAsync(Cancel);

        Assert.Equal((7, "demo", "\"many\""), (user.UserId, user.Login, user.Extra!["$.item_count"].GetRawText()));
    }

    [Fact]
    public async Task Of_a_brand_but_not_of_what_lies_below_a_category()
    {
        using var played = new PlayedBridge()
            .ThenSite("""{"brands":[{"id":53,"title":"Nike"},{"id":14,"title":"adidas","item_count":"12k"}]}""")
            .ThenSite("""{"catalogs":[{"id":1,"title":"Femmes","code":{},"catalogs":[{"id":"x","title":"Robes"}]}]}""");
        using var client = played.Client();

        var brands = await client.Catalogue.GetBrandsAsync("a", cancel: Cancel);
        var drift = await Assert.ThrowsAsync<SiteException>(() => client.Catalogue.GetCategoriesAsync(Cancel));

        Assert.Equal([53, 14], brands.Select(brand => brand.Id));
        Assert.Equal("\"12k\"", brands[1].Extra!["$.item_count"].GetRawText());
        Assert.Equal(ClientErrorCode.Drift, drift.Code);
    }

    [Fact]
    public async Task Of_a_write_that_the_site_took_it_does_not_make_the_outcome_unknown()
    {
        using var played = new PlayedBridge().ThenSite("""{"draft":{"id":5,"price":"soon","photos":[{"id":3,"width":"wide"}]}}""");
        using var client = played.Client();

        var made = await client.Drafts.CreateAsync(new NewItem { Title = "Robe", Description = "Une robe.", Price = 9, CatalogId = 257, Photos = [] }, cancel: Cancel);

        Assert.Equal((5, 3, "\"soon\""), (made.Id, made.Photos.Single().Id, made.Extra!["$.price"].GetRawText()));
        Assert.Single(played.Calls);
    }

    [Theory]
    [InlineData("status", "{}", true)]
    [InlineData("photos", "[{\"id\":3,\"width\":\"wide\"}]", true)]
    [InlineData("photos", "[{\"id\":\"x\"}]", false)]
    [InlineData("photos", "[{\"id\":3,\"orientation\":\"up\"}]", false)]
    [InlineData("photos", "{}", false)]
    [InlineData("price", "\"soon\"", false)]
    [InlineData("color2_id", "\"blue\"", false)]
    [InlineData("item_attributes", "[{\"code\":\"size\",\"ids\":[\"x\"]}]", false)]
    public async Task Of_the_edit_view_only_what_no_update_sends_back(string field, string value, bool readable)
    {
        using var played = new PlayedBridge().ThenSite("{\"item\":{\"id\":5,\"" + field + "\":" + value + "}}");
        using var client = played.Client();

        var read = await Record.ExceptionAsync(() => client.Items.GetAsync(5, Cancel));

        Assert.Equal(readable ? null : ClientErrorCode.Drift, (read as SiteException)?.Code);
    }

    private static string Page(params string[] items)
        => "{\"items\":[" + string.Join(',', items) + "],\"pagination\":{\"total_pages\":1,\"total_entries\":" + JsonSerializer.Serialize(items.Length) + "}}";
}
