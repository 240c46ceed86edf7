namespace StoFlow.Cli.Prices;

/// <summary>What a run of prices planned and did; <c>--json</c> gives it.</summary>
/// <param name="DryRun">Nothing was done: <c>Changes</c> are what would be.</param>
/// <param name="UndoFile">Takes the run back, or takes it up again: <c>stoflow prices undo</c> and <c>resume</c>.</param>
/// <param name="Stopped">The run ended before its end, for this reason.</param>
internal sealed record PriceReport(
    bool DryRun,
    string? UndoFile,
    int Planned,
    int Changed,
    IReadOnlyList<PriceChange> Changes,
    IReadOnlyList<SkippedItem> Skipped,
    IReadOnlyList<FailedItem> Failed,
    IReadOnlyList<FailedItem> Unknown,
    string? Stopped = null);
