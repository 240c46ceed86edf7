using StoFlow.Client;

namespace StoFlow.Tests.Client;

/// <summary>Which item of the seller's list is taken for one that was to be made. To take another for it would lose an item, to miss it would make two.</summary>
public sealed class CandidateTests
{
    private const string Listed =
        """{"id":5,"title":"Robe","price":{"amount":"9.5","currency_code":"EUR"},"is_draft":false,"is_closed":false,"is_hidden":false,"item_closing_action":null,"created_at_ts":"2026-01-05T12:00:01Z"}""";

    private const string Detail = """{"item":{"id":5,"title":"Robe","description":"Portée une fois","photos":[{"id":7}]},"code":0}""";

    private const string User = """{"user_id":1,"login":"demo"}""";

    private static readonly DateTimeOffset Start = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    private static readonly NewItem Wanted = new() { Title = "Robe", Description = "Portée une fois", Price = 9.5m, CatalogId = 257, StatusId = 2 };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "", ReadBackAnswer.Happened)]
    [InlineData("Robe", "Jupe", ReadBackAnswer.DidNotHappen)]
    [InlineData("9.5", "9.4", ReadBackAnswer.DidNotHappen)]
    [InlineData("\"is_draft\":false", "\"is_draft\":true", ReadBackAnswer.DidNotHappen)]
    [InlineData("\"is_closed\":false,\"is_hidden\":false,\"item_closing_action\":null", "\"is_closed\":true,\"item_closing_action\":\"sold\"", ReadBackAnswer.DidNotHappen)]
    [InlineData("\"is_closed\":false,\"is_hidden\":false,\"item_closing_action\":null", "\"is_closed\":true,\"item_closing_action\":\"deleted\"", ReadBackAnswer.DidNotHappen)]
    [InlineData("\"is_hidden\":false", "\"is_hidden\":true", ReadBackAnswer.Happened)]
    [InlineData("2026-01-05T12:00:01Z", "2026-01-05T11:58:01Z", ReadBackAnswer.Happened)]
    [InlineData("2026-01-05T12:00:01Z", "2026-01-05T11:57:59Z", ReadBackAnswer.StillUnknown)]
    [InlineData("2026-01-05T12:00:01Z", "2026-01-04T12:00:01Z", ReadBackAnswer.StillUnknown)]
    [InlineData("2026-01-05T12:00:01Z", "2026-01-04T11:59:59Z", ReadBackAnswer.DidNotHappen)]
    [InlineData("\"created_at_ts\":\"2026-01-05T12:00:01Z\"", "\"size\":\"M\"", ReadBackAnswer.StillUnknown)]
    public async Task Without_photos_by_name_price_description_and_time(string listed, string instead, ReadBackAnswer answer)
    {
        using var client = Played(listed.Length == 0 ? Listed : Listed.Replace(listed, instead, StringComparison.Ordinal));

        Assert.Equal(answer, (await client.ReadBack.ResolveCreateAsync(Wanted, Start, cancel: Cancel)).Answer);
    }

    [Theory]
    [InlineData(7, "2026-01-05T12:00:01Z", ReadBackAnswer.Happened)]
    [InlineData(8, "2026-01-05T12:00:01Z", ReadBackAnswer.StillUnknown)]
    [InlineData(8, "2026-01-01T12:00:00Z", ReadBackAnswer.DidNotHappen)]
    public async Task With_photos_only_theirs_is_the_one(long photo, string madeAt, ReadBackAnswer answer)
    {
        using var client = Played(Listed.Replace("2026-01-05T12:00:01Z", madeAt, StringComparison.Ordinal));

        Assert.Equal(answer, (await client.ReadBack.ResolveCreateAsync(Wanted, Start, [photo], cancel: Cancel)).Answer);
    }

    [Theory]
    [InlineData(8L)]
    [InlineData(null)]
    public async Task What_this_client_made_before_is_the_end_of_another_create(long? photo)
    {
        var made = Wanted with { Photos = [PhotoSource.Uploaded(7)] };
        using var played = new PlayedBridge().ThenSite("""{"item":{"id":5},"code":0}""")
            .ThenSite(User).ThenSite(Page(Listed)).ThenSite(Detail);
        using var client = played.Client();
        await client.CreateProductAsync(made, cancellationToken: Cancel);

        var seen = await client.ReadBack.ResolveCreateAsync(Wanted, Start, photo is { } own ? [own] : null, cancel: Cancel);

        Assert.Equal(ReadBackAnswer.DidNotHappen, seen.Answer);
    }

    [Fact]
    public async Task A_create_is_looked_for_twice_before_it_is_told_as_not_done()
    {
        using var played = new PlayedBridge().ThenSite("", 503, null)
            .ThenSite("", 404, null).ThenSite(User).ThenSite(Page(""))
            .ThenSite("", 404, null).ThenSite(User).ThenSite(Page(Listed)).ThenSite(Detail);
        using var client = played.Client();

        var made = await played.Time.RunAsync(client.CreateProductAsync(Wanted with { Photos = [PhotoSource.Uploaded(7)] }, cancellationToken: Cancel), TimeSpan.FromSeconds(5));

        Assert.Equal(5, made.Id);
        Assert.Equal(1, played.Calls.Count(call => call.Key is not null));
    }

    [Fact]
    public async Task A_draft_is_looked_for_among_drafts()
    {
        using var client = Played(Listed.Replace("\"is_draft\":false", "\"is_draft\":true", StringComparison.Ordinal));

        Assert.Equal(ReadBackAnswer.Happened, (await client.ReadBack.ResolveCreateAsync(Wanted, Start, draft: true, cancel: Cancel)).Answer);
        using var other = Played(Listed);
        Assert.Equal(ReadBackAnswer.DidNotHappen, (await other.ReadBack.ResolveCreateAsync(Wanted, Start, draft: true, cancel: Cancel)).Answer);
    }

    [Fact]
    public async Task Another_description_is_another_item_and_hides_no_candidate()
    {
        var doubtful = Listed.Replace("2026-01-05T12:00:01Z", "2026-01-05T11:50:00Z", StringComparison.Ordinal);
        var another = Listed.Replace("\"id\":5", "\"id\":6", StringComparison.Ordinal);
        var described = Detail.Replace("\"id\":5", "\"id\":6", StringComparison.Ordinal).Replace("une fois", "deux fois", StringComparison.Ordinal);

        using var alone = Played(another, described);
        Assert.Equal(ReadBackAnswer.DidNotHappen, (await alone.ReadBack.ResolveCreateAsync(Wanted, Start, cancel: Cancel)).Answer);
        using var both = Played($"{doubtful},{another}", Detail, described);
        Assert.Equal(ReadBackAnswer.StillUnknown, (await both.ReadBack.ResolveCreateAsync(Wanted, Start, cancel: Cancel)).Answer);
    }

    private static VintedProxyClient Played(string items, params string[] details)
    {
        var played = new PlayedBridge().ThenSite(User).ThenSite(Page(items));
        foreach (var detail in details.Length == 0 ? [Detail] : details) played.ThenSite(detail);
        return played.Client();
    }

    private static string Page(string items)
        => $$"""{"items":[{{items}}],"pagination":{"total_entries":{{items.Split("\"id\"").Length - 1}},"total_pages":1},"code":0}""";
}
