namespace StoFlow.Sandbox.Ledger;

/// <summary>How often each route was asked and what it answered, with the latest requests in full. Thread-safe.</summary>
internal sealed class RequestCounts(int recentLimit)
{
    private const int PathLimit = 2_000;
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Method, string Path, int Status), long> _counts = [];
    private readonly Queue<RequestNote> _recent = [];
    private long _seq;
    private int _cleared;
    private int _inFlight;

    public int MaxInFlight { get; private set; }

    /// <summary>A request begins; what it answers is to be given to <see cref="End"/>.</summary>
    public int Begin()
    {
        lock (_lock)
        {
            MaxInFlight = Math.Max(MaxInFlight, ++_inFlight);
            return _cleared;
        }
    }

    /// <summary>Counts a request, unless the counts it began under have been cleared.</summary>
    public void End(int begun, string template, RequestNote note)
    {
        lock (_lock)
        {
            _inFlight--;
            if (begun != _cleared) return;
            var key = (note.Method, _counts.Count < PathLimit ? template : "(other)", note.Status);
            _counts[key] = _counts.GetValueOrDefault(key) + 1;
            if (_recent.Count >= Math.Max(1, recentLimit)) _recent.Dequeue();
            _recent.Enqueue(note with { Seq = ++_seq });
        }
    }

    public RequestCount[] Counts()
    {
        lock (_lock)
            return [.. _counts.Select(c => new RequestCount(c.Key.Method, c.Key.Path, c.Key.Status, c.Value))
                .OrderBy(c => c.Path, StringComparer.Ordinal).ThenBy(c => c.Method, StringComparer.Ordinal).ThenBy(c => c.Status)];
    }

    public RequestNote[] Recent(long after, int most)
    {
        lock (_lock) return [.. _recent.Where(n => n.Seq > after).Take(most)];
    }

    public void Clear()
    {
        lock (_lock)
        {
            _cleared++;
            _counts.Clear();
            _recent.Clear();
            MaxInFlight = _inFlight;
        }
    }
}
