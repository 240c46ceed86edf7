namespace StoFlow.Cli.Sync;

/// <summary>What a sync came to; <c>--json</c> gives it.</summary>
/// <param name="Added">Not in the file before.</param>
/// <param name="Changed">In the file before, with another title, price or state.</param>
/// <param name="Gone">In the file before and not in the shop's list any more; that does not say sold.</param>
/// <param name="Reused">Details that an interrupted run had read already.</param>
internal sealed record SyncReport(string File, int Items, int Added, int Changed, int Gone, int Details, int Reused);
