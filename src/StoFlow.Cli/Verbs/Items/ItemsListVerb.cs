using System.CommandLine;
using System.Globalization;
using StoFlow.Cli.Items;
using StoFlow.Cli.Json;
using StoFlow.Cli.Screens;
using StoFlow.Cli.Settings;

namespace StoFlow.Cli.Verbs.Items;

internal sealed class ItemsListVerb : Verb
{
    private readonly Option<string> _filter;
    private readonly Option<int?> _limit;

    public ItemsListVerb(ToolHost host)
        : base(host, "list", "Lists the seller's items, newest first.", "stoflow items list", "stoflow items list --filter all --limit 20 --json")
    {
        _filter = FilterWords.On(Option("--filter", "active, drafts, sold, hidden or all.", "active", "which"));
        _limit = Option<int?>("--limit", "Most items to list; all when left out.", "count");
        _limit.CustomParser = result => Numbers.Whole<int>(result);
        Rule(call => call.GetValue(_limit) is <= 0 ? "--limit: at least 1." : null);
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var (filter, limit) = (FilterWords.Parse(call.Value(_filter)!), call.Value(_limit) ?? int.MaxValue);
        var rows = new List<ItemRow>();
        var complete = true;
        await foreach (var item in (await call.ShopAsync(cancel)).Items.ListAsync(filter: filter, cancel: cancel))
        {
            if (rows.Count == limit)
            {
                complete = false;
                break;
            }

            rows.Add(ItemRow.Of(item));
            if (rows.Count % 50 == 0) call.Screen.Progress($"{rows.Count} items …");
        }

        call.Screen.Json(new ItemList(rows, rows.Count, complete), CliJson.Relaxed.ItemList);
        call.Screen.Table(["id", "title", "price", "state", "brand", "size", "views", "favourites"], rows.Select(Cells));
        call.Screen.Note(complete ? $"{rows.Count} items." : $"The first {rows.Count}; there are more.");
        return ExitCodes.Done;
    }

    private static IReadOnlyList<string> Cells(ItemRow row) =>
    [
        Text(row.Id), Plain.Short(row.Title, 48), string.Create(CultureInfo.InvariantCulture, $"{row.Price:0.00} {row.Currency}"), row.State,
        Plain.Short(row.Brand, 20), Plain.Short(row.Size, 20), Text(row.Views), Text(row.Favourites),
    ];

    private static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
