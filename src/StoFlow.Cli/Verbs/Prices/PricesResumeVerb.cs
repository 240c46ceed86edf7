using System.CommandLine;
using StoFlow.Cli.Settings;

namespace StoFlow.Cli.Verbs.Prices;

internal sealed class PricesResumeVerb : Verb
{
    private readonly Argument<string> _file;
    private readonly Option<bool> _dryRun;
    private readonly Option<bool> _yes;

    public PricesResumeVerb(ToolHost host)
        : base(
            host,
            "resume",
            "Goes on with an interrupted run of prices: what has its new price already stays, nothing is changed twice. A run that is being taken back is refused.",
            "stoflow prices resume prices-20260101T120000Z.undo.jsonl --yes")
    {
        _file = PathArgument("file", "The run's undo file.");
        _dryRun = Option<bool>("--dry-run", "Only shows what would be done.");
        _yes = Option<bool>("--yes", "Do not ask.");
    }

    protected override Task<int> RunAsync(Call call, CancellationToken cancel) =>
        FromUndoFile.RunAsync(call, call.Value(_file), undo: false, call.Value(_dryRun), call.Value(_yes), cancel);
}
