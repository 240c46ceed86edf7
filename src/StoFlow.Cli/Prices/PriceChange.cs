namespace StoFlow.Cli.Prices;

/// <summary>One price that a run sets, and what it was: a line of the undo file.</summary>
internal sealed record PriceChange(long ItemId, string Title, decimal Before, decimal After, string Currency)
{
    /// <summary>The same the other way round.</summary>
    public PriceChange Reversed() => this with { Before = After, After = Before };
}
