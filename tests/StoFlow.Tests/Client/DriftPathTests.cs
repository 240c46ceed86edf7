using StoFlow.Client;

namespace StoFlow.Tests.Client;

/// <summary>The path of a drift leads to the place in the whole answer, entry by entry.</summary>
public sealed class DriftPathTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("\"is_closed\":\"perhaps\"", "items[1].is_closed")]
    [InlineData("\"currency\":[]", "items[1].currency")]
    public async Task Of_a_page_it_says_which_entry(string odd, string path)
    {
        using var played = new PlayedBridge().ThenSite(
            "{\"items\":[{\"id\":1,\"title\":\"Robe\",\"price\":\"9.5\"},{\"id\":2,\"title\":\"Robe\",\"price\":\"9.5\"," + odd + "}],\"pagination\":{\"total_pages\":1,\"total_entries\":2}}");
        using var client = played.Client();

        var drift = await Assert.ThrowsAsync<SiteException>(() => client.GetAllProductsAsync(7, cancellationToken: Cancel).ToListAsync(Cancel).AsTask());

        Assert.Equal((ClientErrorCode.Drift, path), (drift.Code, drift.Path));
    }

    [Fact]
    public async Task Of_a_list_it_begins_with_the_lists_name()
    {
        using var played = new PlayedBridge().ThenSite("""{"catalogs":[{"id":1,"title":"Femmes","catalogs":[{"id":2}]}]}""");
        using var client = played.Client();

        var drift = await Assert.ThrowsAsync<SiteException>(() => client.Catalogue.GetCategoriesAsync(Cancel));

        Assert.Equal((ClientErrorCode.Drift, "catalogs[0].catalogs[0]"), (drift.Code, drift.Path));
    }
}
