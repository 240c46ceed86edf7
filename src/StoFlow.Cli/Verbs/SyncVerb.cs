using System.CommandLine;
using StoFlow.Cli.Items;
using StoFlow.Cli.Json;
using StoFlow.Cli.Settings;
using StoFlow.Cli.Sync;

namespace StoFlow.Cli.Verbs;

internal sealed class SyncVerb : Verb
{
    private readonly Option<string> _file;
    private readonly Option<string> _filter;
    private readonly Option<bool> _details;

    public SyncVerb(ToolHost host)
        : base(
            host,
            "sync",
            "Brings a JSON Lines file up to the shop, one item a line. The file is replaced in one step; an interrupted run with --details goes on where it was, within a day.",
            "stoflow sync",
            "stoflow sync --file shop.jsonl --details")
    {
        _file = PathOption<string>("--file", "The file.");
        _file.DefaultValueFactory = _ => "items.jsonl";
        _filter = FilterWords.On(Option("--filter", "active, drafts, sold, hidden or all.", "all", "which"));
        _details = Option<bool>("--details", "Also reads each item in full: one more call an item.");
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        call.Screen.MakeWayFor(call.Value(_file)!);
        var sync = new ShopSync(call, call.Value(_file)!, call.Value(_details));
        var report = await sync.RunAsync(FilterWords.Parse(call.Value(_filter)!), cancel);
        call.Screen.Json(report, CliJson.Relaxed.SyncReport);
        call.Screen.Line($"{report.Items} items in {report.File}: {report.Added} new, {report.Changed} changed, {report.Gone} gone since the last sync.");
        if (report.Details > 0) call.Screen.Line($"{report.Details} with details, {report.Reused} of them from the run before.");
        return ExitCodes.Done;
    }
}
