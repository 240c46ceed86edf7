namespace StoFlow.Bench.Load;

/// <summary>What one round of load came to.</summary>
/// <param name="Commands">Answered with 200 within the round.</param>
/// <param name="Failures">Answered otherwise.</param>
/// <param name="PerSecond">Commands a second.</param>
/// <param name="P50Ms">Half the commands took no longer, in milliseconds.</param>
/// <param name="P99Ms">99 of 100 took no longer.</param>
internal sealed record LoadResult(long Commands, long Failures, double PerSecond, double P50Ms, double P99Ms);
