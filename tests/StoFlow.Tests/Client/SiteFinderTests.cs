using System.Net;
using StoFlow.Client;
using StoFlow.Protocol;

namespace StoFlow.Tests.Client;

/// <summary>Which site is meant when nobody names one, over the life of a client.</summary>
public sealed class SiteFinderTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Names_of_one_site_are_not_given_for_those_of_another()
    {
        using var played = new PlayedBridge()
            .Then(HttpStatusCode.OK, Status(null)).ThenSite(Colours("Noir"))
            .Then(HttpStatusCode.OK, Status("www.vinted.de")).ThenSite(Colours("Schwarz"));
        using var client = played.Client(options => options with { Site = null });
        Assert.Equal("Noir", Assert.Single(await client.Catalogue.GetColorsAsync(Cancel)).Title);
        Assert.Equal("Schwarz", Assert.Single(await client.Catalogue.GetColorsAsync(Cancel)).Title);
        Assert.Equal("Schwarz", Assert.Single(await client.Catalogue.GetColorsAsync(Cancel)).Title);
        Assert.Equal(4, played.Calls.Count);
    }

    [Fact]
    public async Task A_seller_who_is_no_longer_signed_in_is_looked_for_anew()
    {
        using var played = new PlayedBridge()
            .Then(HttpStatusCode.OK, Status("www.vinted.fr")).ThenProblem(ErrorCode.NotSignedIn)
            .Then(HttpStatusCode.OK, Status("www.vinted.de")).ThenSite(Colours("Schwarz"));
        using var client = played.Client(options => options with { Site = null });
        await Assert.ThrowsAsync<NotSignedInException>(() => client.Catalogue.GetColorsAsync(Cancel));
        Assert.Equal("Schwarz", Assert.Single(await client.Catalogue.GetColorsAsync(Cancel)).Title);
        Assert.Contains("https://www.vinted.de/", played.Calls[^1].Body, StringComparison.Ordinal);
    }

    private static string Status(string? site)
    {
        var sites = site is null ? "" : $$"""{"site":"{{site}}","tab":"open","permission":true,"signed_in":true}""";
        return $$"""{"plugin_available":true,"browsers":[{"id":"b","name":"n","seller":"demo","online":true,"browser":null,"plugin_version":null,"last_seen":null,"sites":[{{sites}}]}]}""";
    }

    private static string Colours(string title) => $$"""{"colors":[{"id":1,"title":"{{title}}"}],"code":0}""";
}
