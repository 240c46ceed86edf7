using System.CommandLine;
using StoFlow.Cli.Files;
using StoFlow.Cli.Items;
using StoFlow.Cli.Json;
using StoFlow.Cli.Settings;

namespace StoFlow.Cli.Verbs;

internal sealed class ExportVerb : Verb
{
    private readonly Option<string> _csv;
    private readonly Option<string> _filter;
    private readonly Option<bool> _bom;
    private readonly Option<bool> _semicolons;

    public ExportVerb(ToolHost host)
        : base(
            host,
            "export",
            "Writes the items to a CSV file; a file that is there is replaced when the new one is whole.",
            "stoflow export --csv items.csv",
            "stoflow export --csv items.csv --filter all --bom --semicolons")
    {
        _csv = PathOption<string>("--csv", "The file.");
        _filter = FilterWords.On(Option("--filter", "active, drafts, sold, hidden or all.", "active", "which"));
        _bom = Option<bool>("--bom", "Marks the file as UTF-8; Excel wants it.");
        _semicolons = Option<bool>("--semicolons", "Separates by semicolons, for spreadsheets of countries with decimal commas.");
        _csv.Required = true;
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var path = call.Value(_csv)!;
        call.Screen.MakeWayFor(path);
        var count = 0;
        await using var file = await AtomicFile.BeginAsync(path, cancel);
        await using (var csv = new ItemCsv(file.Stream, call.Value(_bom), call.Value(_semicolons) ? ';' : ','))
            await foreach (var item in (await call.ShopAsync(cancel)).Items.ListAsync(filter: FilterWords.Parse(call.Value(_filter)!), cancel: cancel))
            {
                await csv.WriteAsync(ItemRow.Of(item), cancel);
                call.Screen.Progress($"{++count} items …");
            }

        file.Commit();
        call.Screen.Line($"{count} items in {path}.");
        call.Screen.Json(new Written(path, count), CliJson.Relaxed.Written);
        return ExitCodes.Done;
    }
}
