namespace StoFlow.Client;

/// <summary>How to settle one write's unknown end.</summary>
/// <param name="Look">Looks at the site.</param>
/// <param name="Found">The write's result, when the look shows that it happened.</param>
/// <param name="Looks">How many looks must say "did not happen" before it is believed.</param>
internal sealed record ReadBackPlan<T>(Func<CancellationToken, Task<ReadBackResult>> Look, Func<ReadBackResult, T> Found, int Looks = 1)
{
    /// <summary>A repetition would make a second one, so that nothing is seen yet counts only where the site said that it failed.</summary>
    public bool MakesNew { get; init; }
}
