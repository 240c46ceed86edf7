namespace StoFlow.Bench.Reports;

/// <summary>The median rounds of the relay (or another build) and the bridge, with as many callers.</summary>
internal sealed record WritesPair(int Callers, WritesRound Beside, WritesRound Bridge, double Ratio);
