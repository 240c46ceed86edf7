using System.Text.Json;

namespace StoFlow.Harness.Faults;

/// <summary>Counts the faults that took effect, and those that found no victim.</summary>
internal sealed class FaultTally
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<FaultKind, int> _happened = [];
    private readonly Dictionary<FaultKind, int> _missed = [];

    public int Happened
    {
        get { lock (_lock) return _happened.Values.Sum(); }
    }

    /// <summary>By name, in the order of the kinds.</summary>
    public IReadOnlyDictionary<string, int> ByKind
    {
        get { lock (_lock) return _happened.ToDictionary(pair => Name(pair.Key), pair => pair.Value, StringComparer.Ordinal); }
    }

    public int Missed
    {
        get { lock (_lock) return _missed.Values.Sum(); }
    }

    /// <summary>Faults of a kind that found no victim.</summary>
    public int MissedOf(FaultKind kind)
    {
        lock (_lock) return _missed.GetValueOrDefault(kind);
    }

    public void Add(FaultKind kind, bool happened)
    {
        lock (_lock)
        {
            if (happened) _happened[kind] = _happened.GetValueOrDefault(kind) + 1;
            else _missed[kind] = _missed.GetValueOrDefault(kind) + 1;
        }
    }

    /// <summary><c>SiteWrite504</c> is <c>site_write_504</c> for people.</summary>
    public static string Name(FaultKind kind) => kind is FaultKind.SiteWrite504 ? "site_write_504" : JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());
}
