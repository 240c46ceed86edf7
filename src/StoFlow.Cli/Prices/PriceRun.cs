namespace StoFlow.Cli.Prices;

/// <summary>The head of an undo file.</summary>
/// <param name="Run">Names the run in messages.</param>
internal sealed record PriceRun(string Kind, string Run, DateTimeOffset At, string? Seller = null, string? Site = null)
{
    public const string ExpectedKind = "stoflow.prices.v1";
}
