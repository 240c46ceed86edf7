namespace StoFlow.Cli.Prices;

/// <summary>An item whose price the site refused to change, or of which that is not known.</summary>
internal sealed record FailedItem(long ItemId, string Code, string Detail);
