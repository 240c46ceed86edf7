using System.Diagnostics;
using System.Diagnostics.Metrics;
using StoFlow.Protocol.Http;

namespace StoFlow.Bridge.Ops;

/// <summary>
/// What the bridge counts, times and traces: one source, one meter, every name in this file. No seller is named in a label, since every token
/// may read them. An instance belongs to one bridge, so that two in one process do not count each other.
/// </summary>
public sealed class Diagnostics : IDisposable
{
    /// <summary>Name of source and meter.</summary>
    public const string Name = "StoFlow.Bridge";

    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    };

    private readonly Counter<long> _commands;
    private readonly Counter<long> _records;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _drift;
    private readonly Histogram<double> _commandDuration;
    private readonly Histogram<double> _commitDuration;

    /// <summary>Makes the instruments.</summary>
    public Diagnostics()
    {
        Meter = new Meter(Name, BridgeInfo.Version);
        _commands = Meter.CreateCounter<long>("stoflow.commands", "{command}", "Commands that came to this state.");
        _commandDuration = Meter.CreateHistogram("stoflow.command.duration", "s", "From acceptance to outcome.", tags: null, Seconds);
        _commitDuration = Meter.CreateHistogram("stoflow.store.commit.duration", "s", "One commit of the store, to the disk.", tags: null, Seconds);
        _records = Meter.CreateCounter<long>("stoflow.store.records", "{record}", "Pieces of work that were committed.");
        _drift = Meter.CreateCounter<long>("stoflow.site.drift", "{field}", "Fields that are relied on and that an answer of the site lacked, or had of another type.");
        _refused = Meter.CreateCounter<long>("stoflow.sign_ins.refused", "{attempt}", "Requests and sockets that were not let in.");
    }

    /// <summary>Spans of commands.</summary>
    public static ActivitySource Source { get; } = new(Name, BridgeInfo.Version);

    /// <summary>All instruments of this bridge.</summary>
    public Meter Meter { get; }

    /// <summary>A command was accepted.</summary>
    public void CommandAccepted(string action) => _commands.Add(1, new("action", action), new("state", "accepted"), new("code", ""));

    /// <summary>A command ended.</summary>
    /// <param name="action">As asked for.</param>
    /// <param name="state">Its last state, in the words of the API (<c>done</c>, <c>failed</c>, …).</param>
    /// <param name="code">The error code, when it has one.</param>
    /// <param name="duration">From acceptance to outcome.</param>
    public void CommandEnded(string action, string state, string? code, TimeSpan duration)
    {
        _commands.Add(1, new("action", action), new("state", state), new("code", code ?? ""));
        _commandDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("action", action), new KeyValuePair<string, object?>("state", state));
    }

    /// <summary>The store committed.</summary>
    /// <param name="duration">Of the commit.</param>
    /// <param name="records">How many pieces of work it held.</param>
    public void StoreCommitted(TimeSpan duration, int records)
    {
        _commitDuration.Record(duration.TotalSeconds);
        _records.Add(records);
    }

    /// <summary>An answer of the site lacked a field, or had it of another type.</summary>
    /// <param name="site">The host.</param>
    /// <param name="note">Which field of which answer; both are words of ours.</param>
    public void SiteDrifted(string site, DriftNote note)
        => _drift.Add(1, new("site", site), new("answer", note.Answer), new KeyValuePair<string, object?>("path", note.Path));

    /// <summary>Somebody was not let in.</summary>
    /// <param name="why">An error code or a refusal's code; a word of ours, never the stranger's.</param>
    public void Refused(string why) => _refused.Add(1, new KeyValuePair<string, object?>("why", why));

    /// <summary>Adds a number that is read when somebody asks: <c>stoflow.queue.length</c>, <c>stoflow.browsers.online</c>, …</summary>
    public void Watch(string name, string unit, string what, Func<long> read) => Meter.CreateObservableGauge(name, read, unit, what);

    /// <inheritdoc/>
    public void Dispose() => Meter.Dispose();
}
