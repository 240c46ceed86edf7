using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace StoFlow.Bridge.Ops;

/// <summary>One instrument with a series for each set of labels.</summary>
internal sealed class MetricFamily(Instrument instrument)
{
    private readonly ConcurrentDictionary<MetricLabels, MetricSeries> _series = new();

    public string Name => instrument.Name;

    public string? Unit => instrument.Unit;

    public string? Description => instrument.Description;

    /// <summary>Upper bounds of a histogram's buckets; null for anything else.</summary>
    public IReadOnlyList<double>? Bounds { get; } = instrument is Histogram<double> histogram ? histogram.Advice?.HistogramBucketBoundaries ?? [] : null;

    // The runtime publishes these two as counters, though they go up and down.
    private static readonly string[] NoCounters = ["dotnet.thread_pool.queue.length", "dotnet.thread_pool.thread.count"];

    /// <summary>Only ever goes up.</summary>
    public bool IsCounter { get; } = !NoCounters.Contains(instrument.Name, StringComparer.Ordinal)
        && instrument.GetType().Name.Contains("Counter", StringComparison.Ordinal)
        && !instrument.GetType().Name.Contains("UpDown", StringComparison.Ordinal);

    public IEnumerable<(MetricLabels Labels, MetricSeries Series)> All => _series.Select(pair => (pair.Key, pair.Value));

    // An observable instrument reports where it stands, an ordinary counter what was added.
    private bool IsTotal { get; } = instrument.IsObservable;

    public MetricSeries? Find(ReadOnlySpan<KeyValuePair<string, object?>> tags) => _series.GetValueOrDefault(MetricLabels.Of(tags));

    public MetricSeries Add(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _series.GetOrAdd(MetricLabels.Of(tags), _ => new MetricSeries(IsTotal, Bounds));
}
