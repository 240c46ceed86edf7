namespace StoFlow.Sandbox.Ledger;

/// <summary>The append-only list of effects and refusals. Numbers go on for ever, also across a reset.</summary>
internal sealed class LedgerBook(int limit)
{
    private readonly Lock _lock = new();
    private readonly List<LedgerEntry> _entries = [];
    private long _last;

    public LedgerEntry Add(LedgerEntry entry)
    {
        lock (_lock)
        {
            var numbered = entry with { Seq = ++_last };
            if (_entries.Count >= limit) _entries.RemoveRange(0, Math.Max(1, limit / 10));
            _entries.Add(numbered);
            return numbered;
        }
    }

    /// <summary>Entries after a number, oldest first. Cheap: the place is computed, not searched.</summary>
    public LedgerEntry[] After(long seq, int most)
    {
        lock (_lock)
        {
            if (_entries.Count == 0) return [];
            var start = (int)Math.Clamp(seq - _entries[0].Seq + 1, 0, _entries.Count);
            return [.. _entries.GetRange(start, Math.Min(most, _entries.Count - start))];
        }
    }

    public void Clear()
    {
        lock (_lock) _entries.Clear();
    }
}
