using StoFlow.Client;

namespace StoFlow.Tests.Client;

/// <summary>A write whose answer was lost is done late, after the look that did not see it: its repetition is refused, and the refusal is not the truth.</summary>
public sealed class LateWriteTests
{
    private const string Gone = """{"code":104,"message_code":"not_found"}""";
    private static readonly TimeSpan Pauses = TimeSpan.FromSeconds(5);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Publishing_that_was_done_late_is_told_as_done()
    {
        using var played = new PlayedBridge().ThenSite(Draft(true)).ThenSite("", 504).ThenSite(Draft(true)).ThenSite(Gone, 404).ThenSite(Draft(false));
        using var client = played.Client();

        var item = await played.Time.RunAsync(client.Drafts.PublishAsync(7, cancel: Cancel), Pauses);

        Assert.Equal((7, false), (item.Id, item.IsDraft));
        Assert.Equal(2, played.Calls.Count(call => call.Body.Contains("completion", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_refusal_of_what_was_surely_not_done_is_told_as_it_is()
    {
        using var played = new PlayedBridge().ThenSite(Draft(true)).ThenSite("", 504).ThenSite(Draft(true)).ThenSite("""{"code":99,"message_code":"validation_error"}""", 400).ThenSite(Draft(true));
        using var client = played.Client();

        var refused = await Assert.ThrowsAsync<SiteException>(() => played.Time.RunAsync(client.Drafts.PublishAsync(7, cancel: Cancel), Pauses));

        Assert.Equal(99, refused.SiteCode);
    }

    [Fact]
    public async Task A_create_that_is_refused_the_second_time_and_may_be_there_is_unknown()
    {
        const string loose = """{"photos":[{"id":31}]}""";
        const string empty = """{"items":[],"pagination":{"total_entries":0,"total_pages":0}}""";
        using var played = new PlayedBridge().ThenSite("", 500);
        foreach (var _ in new[] { 1, 2 }) played.ThenSite(loose);
        played.ThenSite("""{"code":99,"errors":[{"field":"photos","value":"taken"}]}""", 400);
        foreach (var _ in new[] { 1, 2 }) played.ThenSite("""{"photos":[]}""").ThenSite("""{"user_id":5,"login":"demo"}""").ThenSite(empty);
        using var client = played.Client();

        var unknown = await Assert.ThrowsAsync<OutcomeUnknownException>(() => played.Time.RunAsync(client.CreateProductAsync(New, cancellationToken: Cancel), Pauses));

        Assert.Equal((ReadBackAnswer.StillUnknown, (int?)500), (unknown.Answer, unknown.SiteStatus));
    }

    private static NewItem New => new()
    {
        Title = "Jean droit", Description = "Peu porté", Price = 20, CatalogId = 257, StatusId = 2, Photos = [PhotoSource.Uploaded(31)],
    };

    private static string Draft(bool draft) => $$"""
        {"item":{"id":7,"title":"Jean droit","description":"Peu porté","price":{"amount":"28.9","currency_code":"EUR"},"currency":"EUR","catalog_id":257,"brand_id":10,
          "brand_dto":{"id":10,"title":"Levi's","is_custom_brand":false},"size_id":1643,"status_id":2,"color1_id":27,"color2_id":null,"package_size_id":2,
          "measurement_width":null,"measurement_length":null,"measurement_unit":null,"is_unisex":0,"is_draft":{{(draft ? "true" : "false")}},"shipment_prices":{"domestic":null,"international":null},
          "item_attributes":[{"code":"condition","ids":[2]}],"manufacturer":null,"manufacturer_labelling":null,"isbn":null,"author":null,"book_title":null,
          "video_game_rating_id":null,"model":null,"ai_photo":false,"photos":[{"id":31,"orientation":0}]},
         "parcel":null,"code":0}
        """;
}
