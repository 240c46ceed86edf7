using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace StoFlow.Bridge.Ops;

/// <summary>Listens to the bridge's meter and to the runtime's, and keeps the sums.</summary>
internal sealed class MetricsBook : IDisposable
{
    // A label that grew without end would take the bridge's memory with it.
    private const int MaxSeries = 2_000;
    private const string Runtime = "System.Runtime";

    private readonly ConcurrentDictionary<Instrument, MetricFamily> _families = new();
    private readonly MeterListener _listener = new();
    private int _series;

    public MetricsBook(Diagnostics diagnostics)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == diagnostics.Meter || instrument.Meter.Name == Runtime)
                listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(instrument, static made => new MetricFamily(made)));
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => Take(value, tags, state));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, state) => Take(value, tags, state));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) => Take(value, tags, state));
        _listener.Start();
    }

    /// <summary>Everything as it stands, in the Prometheus text format.</summary>
    public string Text()
    {
        _listener.RecordObservableInstruments();
        return PrometheusText.Write(_families.Values.OrderBy(family => family.Name, StringComparer.Ordinal));
    }

    public void Dispose() => _listener.Dispose();

    private void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        var family = (MetricFamily)state!;
        if (family.Find(tags) is { } known) known.Take(value);
        else if (Interlocked.Increment(ref _series) <= MaxSeries) family.Add(tags).Take(value);
    }
}
