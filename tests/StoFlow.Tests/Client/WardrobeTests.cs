using StoFlow.Client;

namespace StoFlow.Tests.Client;

/// <summary>The seller's list, as the site may write it.</summary>
public sealed class WardrobeTests
{
    [Fact]
    public async Task Stats_that_the_summary_does_not_say_are_looked_for_in_the_list()
    {
        using var played = new PlayedBridge().ThenSite("""{"item":{"id":1}}""").ThenSite("""{"user_id":7,"login":"demo"}""").ThenSite(
            """{"items":[{"id":1,"title":"Robe","price":"9.5","view_count":37,"favourite_count":4}],"pagination":{"total_pages":1,"total_entries":1}}""");
        using var client = played.Client();

        var stats = await client.GetItemStatsAsync(1, TestContext.Current.CancellationToken);

        Assert.Equal((37, 4), (stats.ViewCount, stats.FavouriteCount));

        // What is added while it is read shows where the list is looked at again.
        Assert.Contains("order=newest_first", played.Calls[2].Body, StringComparison.Ordinal);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_title_that_was_cut_in_the_middle_of_a_character_hides_no_other_item()
    {
        const string page = """
            {"items":[{"id":1,"title":"Robe \ud83d","price":"9.5","brand":"\udc57","status":{"title":"\ud83d"},"user":{"login":"\ud83d"}},{"id":2,"title":"Jupe 👗 \u00e9\"\\","price":"5"}],
             "pagination":{"current_page":1,"total_pages":1,"total_entries":2,"per_page":96},"code":0}
            """;
        using var played = new PlayedBridge().Then(System.Net.HttpStatusCode.OK, $$"""{"success":true,"command_id":"cmd-1","duration_ms":5,"status":200,"data":{{page}}}""");
        using var client = played.Client();
        var items = await client.GetAllProductsAsync(7, cancellationToken: Cancel).ToListAsync(Cancel);
        Assert.Equal(["Robe \uFFFD", "Jupe 👗 é\"\\"], items.Select(item => item.Title));
        Assert.Equal(("\uFFFD", "\uFFFD"), (items[0].Brand, items[0].Status));
    }

    [Fact]
    public async Task A_draft_without_a_price_hides_no_other_item_and_anything_else_without_one_is_drift()
    {
        const string page = """
            {"items":[{"id":1,"title":"Robe","price":{"amount":"9.5","currency_code":"EUR"},"is_draft":false},{"id":2,"title":"","price":null,"is_draft":true,"new_in_2027":[1]}],
             "pagination":{"current_page":1,"total_pages":1,"total_entries":2,"per_page":96},"code":0}
            """;
        using var played = new PlayedBridge().ThenSite(page).ThenSite(page.Replace("\"is_draft\":true", "\"is_draft\":false", StringComparison.Ordinal));
        using var client = played.Client();
        var items = await client.GetAllProductsAsync(7, cancellationToken: Cancel).ToListAsync(Cancel);
        Assert.Equal([new Money(9.5m, "EUR"), new Money(0, "EUR")], items.Select(item => item.Price));
        Assert.Equal("[1]", items[1].Extra!["new_in_2027"].GetRawText());
        var drift = await Assert.ThrowsAsync<SiteException>(async () => await client.GetAllProductsAsync(7, cancellationToken: Cancel).ToListAsync(Cancel));
        Assert.Equal((ClientErrorCode.Drift, "items[1].price"), (drift.Code, drift.Path));
    }
}
