namespace StoFlow.Bench.Reports;

/// <summary>Rows a second with as many callers.</summary>
internal sealed record CommitLine(int Callers, double RowsPerSecond);
