namespace StoFlow.Bridge.Ops;

/// <summary>One line of numbers: a sum, or where a gauge stands, or a histogram.</summary>
internal sealed class MetricSeries(bool isTotal, IReadOnlyList<double>? bounds)
{
    private readonly Lock _lock = new();
    private readonly long[] _buckets = new long[bounds?.Count ?? 0];
    private double _sum;
    private long _count;

    public void Take(double value)
    {
        lock (_lock)
        {
            _count++;
            _sum = isTotal ? value : _sum + value;
            for (var i = 0; i < _buckets.Length; i++)
                if (value <= bounds![i]) _buckets[i]++;
        }
    }

    /// <summary>The numbers at one moment; buckets are cumulative.</summary>
    public (double Sum, long Count, long[] Buckets) Read()
    {
        lock (_lock) return (_sum, _count, [.. _buckets]);
    }
}
