using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Sessions;

/// <summary>What a plugin says it holds after a reconnect, gathered over the pages.</summary>
internal sealed class PluginHoldings
{
    private const int IdsPerPage = 500;
    private const int Pages = 1_000;

    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);
    private int _pages;

    /// <summary>Begun, not ended, not running.</summary>
    public HashSet<string> Begun { get; } = new(StringComparer.Ordinal);

    /// <summary>Takes one page; what is wrong with it, or null.</summary>
    public string? Add(Holdings page)
    {
        if (page.Running.Count + page.Begun.Count + page.Ended.Count > IdsPerPage) return $"holdings: at most {IdsPerPage} ids in a page.";
        if (++_pages > Pages) return $"holdings: at most {Pages} pages.";
        _kept.UnionWith(page.Running);
        _kept.UnionWith(page.Ended);
        Begun.UnionWith(page.Begun);
        return null;
    }

    /// <summary>It runs, or its result follows: the bridge waits.</summary>
    public bool Keeps(string id) => _kept.Contains(id);
}
