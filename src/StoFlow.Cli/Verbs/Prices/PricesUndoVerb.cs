using System.CommandLine;
using StoFlow.Cli.Settings;

namespace StoFlow.Cli.Verbs.Prices;

internal sealed class PricesUndoVerb : Verb
{
    private readonly Argument<string> _file;
    private readonly Option<bool> _dryRun;
    private readonly Option<bool> _yes;

    public PricesUndoVerb(ToolHost host)
        : base(
            host,
            "undo",
            "Takes a run of prices back: sets each price that is still as the run left it to what it was.",
            "stoflow prices undo prices-20260101T120000Z.undo.jsonl --dry-run",
            "stoflow prices undo prices-20260101T120000Z.undo.jsonl --yes")
    {
        _file = PathArgument("file", "The run's undo file.");
        _dryRun = Option<bool>("--dry-run", "Only shows what would be done.");
        _yes = Option<bool>("--yes", "Do not ask.");
    }

    protected override Task<int> RunAsync(Call call, CancellationToken cancel) =>
        FromUndoFile.RunAsync(call, call.Value(_file), undo: true, call.Value(_dryRun), call.Value(_yes), cancel);
}
