using System.Globalization;
using StoFlow.Harness.Browsers;
using StoFlow.Harness.House;

namespace StoFlow.BrowserTests.Trust;

/// <summary>A real page in the seller's own browser, where the plugin is paired and the seller signed in, gets nowhere with the bridge.</summary>
public sealed class WebPageTests
{
    private static readonly string[] Unreadable = ["post as text, no-cors", "beacon", "form"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(BrowserKind.Firefox)]
    [InlineData(BrowserKind.Chromium)]
    public async Task Whatever_a_page_tries_is_refused_and_nothing_reaches_the_plugin(string browser)
    {
        await using var house = await SellersHouse.StartAsync(
            new HouseOptions { Browser = browser, Serve = ["--pace", "off", "--setting", "hosts=127.0.0.1"] }, ct: Ct);
        await using var stranger = await HostilePage.StartAsync(Ct);
        await using var port = new RecordingPort(house.Bridge.Url.Port);
        var bridge = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port.Port}");
        var audit = (await house.Admin.Administration.AuditAsync(limit: 1, cancel: Ct)).Entries[0].Seq;

        // A page of anyone, and a page of the marketplace itself, whose own tab the plugin works in.
        foreach (var address in (string[])[stranger.Url, $"https://{house.Options.Site}/"])
        {
            var page = await house.Seller.Browser.OpenAsync(address, Ct);
            var seen = await page.EvaluateAsync<Dictionary<string, string>>(HostilePage.Attack(bridge, house.Bridge.Token), Ct);
            Assert.All(seen, way => Assert.True(way.Value == "refused" || (way.Value == "unreadable" && Unreadable.Contains(way.Key)), $"{address}: {way}"));
        }

        Assert.Contains("POST /api/plugin/execute", port.Asked);
        Assert.Contains("OPTIONS /api/plugin/execute", port.Asked);
        Assert.Contains("GET /ws/plugin", port.Asked);
        Assert.Contains("GET /api/plugin/status", port.Asked);
        Assert.All(port.Answered, status => Assert.InRange(status, 400, 499));
        Assert.Empty((await house.Admin.ListCommandsAsync(cancel: Ct)).Commands);
        var since = (await house.Admin.Administration.AuditAsync(limit: 100, cancel: Ct)).Entries.Where(entry => entry.Seq > audit);
        Assert.DoesNotContain(since, entry => entry.What.StartsWith("command.", StringComparison.Ordinal));
        Assert.Single((await house.Admin.StatusAsync(Ct)).Browsers);
    }
}
