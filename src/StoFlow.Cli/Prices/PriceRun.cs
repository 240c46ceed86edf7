namespace StoFlow.Cli.Prices;

/// <summary>The head of an undo file.</summary>
/// <param name="Run">Names the run in messages.</param>
/// <param name="UndoneAt">When it was first being taken back; null: never.</param>
internal sealed record PriceRun(string Kind, string Run, DateTimeOffset At, string? Seller = null, string? Site = null, DateTimeOffset? UndoneAt = null)
{
    public const string ExpectedKind = "stoflow.prices.v1";
}
