using StoFlow.Sandbox.Shop;

namespace StoFlow.Sandbox.Faults;

/// <summary>On which sites a bot check has been shown and not settled, and how many calls came there all the same. Other sites go on.</summary>
internal sealed class ChallengeState(TimeProvider time)
{
    private readonly Lock _lock = new();

    /// <summary>Since when each check is open.</summary>
    private readonly Dictionary<MarketSite, long> _open = [];
    private readonly Dictionary<MarketSite, Fault> _standing = [];

    public long Served { get; private set; }

    public long CallsAfter { get; private set; }

    public long PagesAfter { get; private set; }

    /// <summary>Those of <see cref="CallsAfter"/> that began a quarter of a second or more after the check: no excuse of having been under way.</summary>
    public long LateCallsAfter { get; private set; }

    public bool Pending
    {
        get { lock (_lock) return _open.Count > 0; }
    }

    public bool PendingOn(MarketSite? site)
    {
        lock (_lock) return site is not null && _open.ContainsKey(site);
    }

    /// <summary>The check that stands on a site until it is solved; null when none does.</summary>
    public Fault? StandingOn(MarketSite site)
    {
        lock (_lock) return _standing.GetValueOrDefault(site);
    }

    /// <summary>Counts a call that begins; true when a check was shown before it.</summary>
    public bool NoteCall(MarketSite site)
    {
        lock (_lock)
        {
            if (!_open.TryGetValue(site, out var since)) return false;
            CallsAfter++;
            if (time.GetElapsedTime(since) >= TimeSpan.FromMilliseconds(250)) LateCallsAfter++;
            return true;
        }
    }

    public void NotePage(MarketSite site)
    {
        lock (_lock)
            if (_open.ContainsKey(site)) PagesAfter++;
    }

    public void Show(Fault fault, MarketSite site)
    {
        lock (_lock)
            if (fault.Sticky) _standing[site] = fault;
    }

    /// <summary>The check goes out: calls that begin from now on are counted.</summary>
    public void Shown(MarketSite site)
    {
        lock (_lock)
        {
            Served++;
            if (_open.Count == 0) CallsAfter = LateCallsAfter = PagesAfter = 0;
            _open.TryAdd(site, time.GetTimestamp());
        }
    }

    /// <summary>Somebody settled it, on one site or with null on all; true when one was open.</summary>
    public bool Solve(MarketSite? site = null)
    {
        lock (_lock)
        {
            if (site is not null) return _open.Remove(site) | _standing.Remove(site);
            var open = _open.Count > 0 || _standing.Count > 0;
            _open.Clear();
            _standing.Clear();
            return open;
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _open.Clear();
            _standing.Clear();
            Served = CallsAfter = LateCallsAfter = PagesAfter = 0;
        }
    }
}
