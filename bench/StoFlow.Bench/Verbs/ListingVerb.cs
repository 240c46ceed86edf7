using System.CommandLine;
using StoFlow.Bench.Reports;
using StoFlow.Bench.Shops;
using StoFlow.Client;

namespace StoFlow.Bench.Verbs;

/// <summary>What the client holds while it lists a shop: a list that is streamed must not grow with the shop.</summary>
internal static class ListingVerb
{
    // Often enough to meet a page in use, seldom enough to end soon.
    private const int BetweenLooks = 250;

    public static Command Make()
    {
        var sizes = new Option<int[]>("--items") { Description = "Sizes of shop.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1_000, 10_000, 50_000] };
        var json = Output.Json();
        var command = new Command("listing", "The client's memory while it lists a shop, beside the items' size.") { sizes, json };
        command.SetAction(async (parse, ct) =>
        {
            var before = Machine.Load();
            await StreamAsync(200, ct);
            var lines = new List<ListingLine>();
            foreach (var size in parse.GetValue(sizes)!)
            {
                var (streamed, bytes) = await StreamAsync(size, ct);
                lines.Add(new ListingLine(size, bytes, streamed, await GatherAsync(size, ct)));
            }

            Output.Write(new ListingReport(Machine.Of(before), lines), parse.GetValue(json), BenchJson.Default.ListingReport, made => made.Markdown());
            return 0;
        });
        return command;
    }

    private static async Task<(long Most, long ItemBytes)> StreamAsync(int items, CancellationToken ct)
    {
        using var shop = new PlayedShop(items);
        using var client = Client(shop);
        var (before, most, seen) = (InUse(), 0L, 0);
        await foreach (var _ in client.GetAllProductsAsync(userId: 1, cancellationToken: ct))
            if (++seen % BetweenLooks == 0) most = Math.Max(most, InUse() - before);
        if (seen != items) throw new InvalidOperationException($"{seen} of {items} items came.");

        // The first page is read once more at the end, to see whether the list still begins the same way.
        return (most, shop.ItemBytes * items / (items + Math.Min(items, 96)));
    }

    private static async Task<long> GatherAsync(int items, CancellationToken ct)
    {
        using var shop = new PlayedShop(items);
        using var client = Client(shop);
        var before = InUse();
        var all = await client.GetAllProductsAsync(userId: 1, cancellationToken: ct).ToListAsync(ct);
        var after = InUse();
        GC.KeepAlive(all);
        return after - before;
    }

    private static VintedProxyClient Client(PlayedShop shop) => new(
        "http://127.0.0.1:1", "bench", new VintedClientOptions { Site = "www.vinted.fr", Bridge = new BridgeClientOptions { Handler = shop } });

    private static long InUse() => GC.GetTotalMemory(forceFullCollection: true);
}
