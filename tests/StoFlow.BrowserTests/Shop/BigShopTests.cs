using System.Diagnostics;
using System.Globalization;
using StoFlow.Client;
using StoFlow.Harness.Browsers;
using StoFlow.Harness.House;

namespace StoFlow.BrowserTests.Shop;

/// <summary>
/// A shop of 10,000 items through a real browser: complete, each once. What it cost, beside the bare fetch of the same pages in the same tab, is told and not
/// judged: <c>./test long</c> shows it, <c>docs/performance.md</c> keeps it.
/// </summary>
[Trait("Category", "long")]
public sealed class BigShopTests(ITestOutputHelper output)
{
    private const int Items = 10_000;
    private const int Rounds = 3;
    private const int SiteMs = 150;
    private static readonly int PageSize = new VintedClientOptions().PageSize;
    private static readonly int Pages = (Items + PageSize - 1) / PageSize;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(BrowserKind.Firefox)]
    [InlineData(BrowserKind.Chromium)]
    public async Task Ten_thousand_items_come_each_once(string browser)
    {
        await using var house = await SellersHouse.StartAsync(new HouseOptions { Browser = browser, Items = Items }, ct: Ct);
        using var client = house.Client();
        var user = await client.GetUserDataAsync(Ct);
        var page = await house.Seller.Browser.OpenAsync($"https://{house.Options.Site}/", Ct);
        var there = (await house.Control.ItemsAsync(ct: Ct)).Select(item => item.Id).Order().ToList();
        var ratios = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var bare = await page.EvaluateAsync<double>(Bare(user.UserId), Ct);
            var raw = await RawAsync(client, user.UserId);
            var listed = await ListAsync(client, user.UserId, there);
            ratios.Add(listed.TotalMilliseconds / bare);
            Tell($"{browser}: all items in {listed.TotalSeconds:0.00} s, ratio {ratios[^1]:0.00}");
            Tell($"{browser}: bare fetch {bare / 1000:0.00} s; raw commands, one by one, {raw.TotalSeconds:0.00} s");
        }

        Tell($"{browser}: ratio, median of {Rounds}: {ratios.Order().ElementAt(Rounds / 2):0.00}");
        await MemoryAsync(house);

        await house.Control.PostAsync("control/faults", new { kind = "slow", delay_ms = SiteMs, count = 10 * Pages, path = "/wardrobe/" }, Ct);
        var bareSlow = await page.EvaluateAsync<double>(Bare(user.UserId), Ct);
        var listedSlow = await ListAsync(client, user.UserId, there);
        Tell($"{browser}: with a site that takes {SiteMs} ms for a page: {listedSlow.TotalSeconds:0.0} s, bare fetch {bareSlow / 1000:0.0} s, ratio {listedSlow.TotalMilliseconds / bareSlow:0.00}");
    }

    private static async Task<TimeSpan> ListAsync(VintedProxyClient client, long user, IReadOnlyList<long> there)
    {
        var watch = Stopwatch.StartNew();
        var seen = await client.GetAllProductsAsync(user, cancellationToken: Ct).Select(item => item.Id).ToListAsync(Ct);
        watch.Stop();
        Assert.Equal(there, seen.Order());
        return watch.Elapsed;
    }

    private async Task MemoryAsync(SellersHouse house)
    {
        var file = Path.Combine(house.Directory, "items.jsonl");
        var tool = await HouseTool.RunAsync(house, ["sync", "--file", file, "--seller", house.Options.Seller], Ct);
        Assert.True(tool.ExitCode == 0, tool.Errors);
        using var bridge = Process.GetProcessById(house.Bridge.ProcessId);
        Tell($"peak memory: client {Mb(tool.PeakBytes)}, bridge {Mb(bridge.PeakWorkingSet64)}; the items as JSON {Mb(new FileInfo(file).Length)}");
    }

    // The end of the list is not believed before its beginning has been looked at again; so these two read that page twice as well.
    private static string Bare(long user) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        (async () => {
          const began = performance.now();
          for (const page of [...Array.from({ length: {{Pages}} }, (_, index) => index + 1), 1]) {
            const answer = await fetch(`/api/v2/wardrobe/{{user}}/items?per_page={{PageSize}}&order=newest_first&page=${page}`, { credentials: 'include' });
            await answer.text();
          }
          return performance.now() - began;
        })()
        """);

    // The same pages as commands whose answers nobody looks into: what bridge and plugin add, without the client's part.
    private static async Task<TimeSpan> RawAsync(VintedProxyClient client, long user)
    {
        var watch = Stopwatch.StartNew();
        foreach (var page in Enumerable.Range(1, Pages).Append(1))
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"wardrobe/{user}/items?per_page={PageSize}&order=newest_first&page={page}");
            Assert.True((await client.ExecuteRequestAsync($"https://www.vinted.fr/api/v2/{path}", cancellationToken: Ct)).Success);
        }

        return watch.Elapsed;
    }

    private static string Mb(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024d / 1024:0.0} MB");

    private void Tell(FormattableString line) => Tell(line.ToString(CultureInfo.InvariantCulture));

    private void Tell(string line)
    {
        output.WriteLine(line);
        Console.WriteLine(line); // a test that passes shows nothing otherwise
    }
}
