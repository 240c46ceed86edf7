namespace StoFlow.Cli.Prices;

/// <summary>An item that a run leaves alone, and why.</summary>
internal sealed record SkippedItem(long ItemId, string Why);
