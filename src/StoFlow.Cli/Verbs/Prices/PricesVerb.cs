using System.CommandLine;
using System.Globalization;
using StoFlow.Cli.Json;
using StoFlow.Cli.Prices;
using StoFlow.Cli.Settings;
using StoFlow.Client;

namespace StoFlow.Cli.Verbs.Prices;

internal sealed class PricesVerb : Verb
{
    private readonly Option<decimal?> _percent;
    private readonly Option<decimal?> _set;
    private readonly Option<string?> _from;
    private readonly Option<bool> _dryRun;
    private readonly Option<string?> _undoFile;
    private readonly Option<bool> _yes;

    public PricesVerb(ToolHost host)
        : base(
            host,
            "prices",
            "Changes the prices of all items on sale, after a preview. An undo file is on disk before the first price changes.",
            "stoflow prices --percent -10 --dry-run",
            "stoflow prices --percent -10 --yes",
            "stoflow prices --set 5.00",
            "stoflow prices --from prices.csv --undo-file spring.undo.jsonl")
    {
        _percent = Option<decimal?>("--percent", "So many percent more, or less with a minus.", "number");
        _set = Option<decimal?>("--set", "The same price for all.", "amount");
        _from = PathOption<string?>("--from", "A CSV file with the columns id and price (or new_price); other items stay as they are.");
        _dryRun = Option<bool>("--dry-run", "Only shows what would be done.");
        _undoFile = PathOption<string?>("--undo-file", "Where the undo file goes. Otherwise prices-<time>.undo.jsonl in this folder.");
        _yes = Option<bool>("--yes", "Do not ask.");
        _percent.CustomParser = Numbers.Percent;
        _set.CustomParser = Numbers.Money;
        Rule(call => call.GetValue(_percent) is <= -100 ? "--percent: more than -100." : null);
        Rule(call => call.GetValue(_set) is < PricePlan.Least or > PricePlan.Most ? "--set: 1.00 to 1000000.00; the site takes no other prices." : null);
        Subcommands.Add(new PricesUndoVerb(host));
        Subcommands.Add(new PricesResumeVerb(host));
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var rule = await RuleAsync(call, cancel);
        if (call.Value(_undoFile) is { } told && !call.Value(_dryRun)) UndoFile.ThrowIfTaken(told);
        await UnderWay.ThrowIfAnyAsync(call, cancel);
        var items = new List<Item>();
        await foreach (var item in (await call.ShopAsync(cancel)).Items.ListAsync(filter: ItemFilter.Active, cancel: cancel))
        {
            items.Add(item);
            call.Screen.Progress($"{items.Count} items …");
        }

        var plan = PricePlan.Of(rule, items);
        PriceWriter.Preview(call.Screen, plan);
        if (call.Value(_dryRun) || plan.Changes.Count == 0)
        {
            call.Screen.Json(new PriceReport(call.Value(_dryRun), UndoFile: null, plan.Changes.Count, 0, plan.Changes, plan.Skipped, [], []), CliJson.Relaxed.PriceReport);
            call.Screen.Note(plan.Changes.Count == 0 ? "Nothing to change." : $"{plan.Changes.Count} prices would change. Nothing was done.");
            return ExitCodes.Done;
        }

        await call.Screen.ConfirmAsync($"Change {plan.Changes.Count} prices?", call.Value(_yes), cancel);
        var now = call.Host.Time.GetUtcNow();
        var stamp = now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var undo = call.Value(_undoFile) ?? $"prices-{stamp}.undo.jsonl";
        await UndoFile.WriteAsync(undo, new PriceRun(PriceRun.ExpectedKind, stamp, now, call.Seller, call.Site), plan.Changes, cancel);
        return await PriceWriter.RunAsync(call, plan, undo, takesBack: false, cancel);
    }

    private async Task<PriceRule> RuleAsync(Call call, CancellationToken cancel) => (call.Value(_percent), call.Value(_set), call.Value(_from)) switch
    {
        ({ } percent, null, null) => new PriceRule.Percent(percent),
        (null, { } price, null) => new PriceRule.Same(price),
        (null, null, { } file) => new PriceRule.Listed(await PriceList.ReadAsync(file, cancel)),
        _ => throw new UsageException("How? Give exactly one of --percent, --set and --from."),
    };
}
