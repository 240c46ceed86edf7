using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Sessions;

/// <summary>What a plugin says it holds after a reconnect, gathered over the pages.</summary>
internal sealed class PluginHoldings
{
    private const int IdsPerPage = 500;
    private const int Pages = 1_000;

    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);
    private int _pages;
    private bool _whole;

    /// <summary>Begun, not ended, not running.</summary>
    public HashSet<string> Begun { get; } = new(StringComparer.Ordinal);

    /// <summary>Takes one page; what is wrong with it, or null.</summary>
    public string? Add(Holdings page)
    {
        if (_whole) return "holdings: the last page came already.";
        if (page.Running.Count + page.Begun.Count + page.Ended.Count > IdsPerPage) return $"holdings: at most {IdsPerPage} ids in a page.";
        if (++_pages > Pages) return $"holdings: at most {Pages} pages.";
        if (page.Running.Concat(page.Begun).Concat(page.Ended).Any(id => id is not { Length: <= SentCommand.LongestId }))
            return $"holdings: an id has at most {SentCommand.LongestId} characters.";
        _kept.UnionWith(page.Running);
        _kept.UnionWith(page.Ended);
        Begun.UnionWith(page.Begun);
        return null;
    }

    /// <summary>They were compared; nobody asks again, and no more may come.</summary>
    public void End()
    {
        _whole = true;
        _kept.Clear();
        Begun.Clear();
    }

    /// <summary>It runs, or its result follows: the bridge waits.</summary>
    public bool Keeps(string id) => _kept.Contains(id);
}
