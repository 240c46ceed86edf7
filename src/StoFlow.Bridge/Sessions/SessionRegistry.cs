using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Wire;
using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Sessions;

/// <summary>Every browser that is connected or that a sent command waits for.</summary>
internal sealed class SessionRegistry(TimeProvider time, Func<BrowserIdentity, BrowserSession> create)
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, BrowserSession> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ImmutableArray<BrowserSession>> _bySeller = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _problems = new(StringComparer.Ordinal);

    /// <summary>A browser has said what it holds and can work.</summary>
    public event Action<BrowserSession>? Online;

    /// <summary>A browser's connection has ended, and none took its place.</summary>
    public event Action<BrowserSession>? Offline;

    /// <summary>A browser stands differently: tabs, sign-in, pause.</summary>
    public event Action<BrowserSession>? StatusChanged;

    /// <summary>The seller wants a lane paused or resumed.</summary>
    public event Action<BrowserSession, LaneAsk>? LaneAsked;

    /// <summary>A paired browser was refused; its id.</summary>
    public event Action<string>? ProblemNoted;

    /// <summary>All sessions, connected or waited for.</summary>
    public IEnumerable<BrowserSession> All => _sessions.Select(pair => pair.Value);

    /// <summary>Sellers of whom there are sessions.</summary>
    internal int Sellers => _bySeller.Count;

    /// <summary>Connections now.</summary>
    public int OnlineCount => _sessions.Count(pair => pair.Value.IsOnline);

    /// <summary>The session of a browser.</summary>
    public bool TryGet(string browser, [NotNullWhen(true)] out BrowserSession? session) => _sessions.TryGetValue(browser, out session);

    /// <summary>The sessions of one seller.</summary>
    public ImmutableArray<BrowserSession> OfSeller(string seller) => _bySeller.TryGetValue(seller, out var held) ? held : [];

    /// <summary>The session of a browser, made when there is none.</summary>
    public BrowserSession GetOrAdd(BrowserIdentity browser)
    {
        if (_sessions.TryGetValue(browser.Id, out var session)) return session;
        lock (_lock)
        {
            if (_sessions.TryGetValue(browser.Id, out session)) return session;
            session = create(browser);
            _sessions[browser.Id] = session;
            _bySeller[browser.Seller] = OfSeller(browser.Seller).Add(session);
            return session;
        }
    }

    /// <summary>Why a browser that tried was not let in although it is paired, as an error code.</summary>
    public string? Problem(string browser) => _problems.GetValueOrDefault(browser);

    /// <summary>A paired browser was refused for a reason that its owner can mend.</summary>
    public void NoteProblem(string browser, string code)
    {
        _problems[browser] = code;
        ProblemNoted?.Invoke(browser);
    }

    /// <summary>Whether any browser of the seller can work.</summary>
    public bool AnyReady(string seller)
    {
        foreach (var session in OfSeller(seller))
            if (session.IsReady) return true;
        return false;
    }

    /// <summary>The ready browser that fits best: the one asked for, else signed in, else with a tab, else seen last. Null when none is there.</summary>
    public BrowserSession? Choose(string seller, string site, string? asked)
    {
        BrowserSession? best = null;
        var bestRank = -1;
        foreach (var session in OfSeller(seller))
        {
            if (!session.IsReady || !session.Fits(asked)) continue;
            var rank = Rank(session.Status, site);
            if (rank < bestRank || (rank == bestRank && session.LastSeen <= best!.LastSeen)) continue;
            (best, bestRank) = (session, rank);
        }

        return best;
    }

    /// <summary>The site that a seller uses: one where a ready browser is signed in, else one that is open. Null when nobody knows.</summary>
    /// <param name="seller">Whose.</param>
    /// <param name="asked">The browser that the caller named.</param>
    public string? SiteInUse(string seller, string? asked)
    {
        string? open = null;
        foreach (var session in OfSeller(seller))
        {
            if (!session.IsReady || session.Status is not { } status || !session.Fits(asked)) continue;
            foreach (var known in status.Sites)
            {
                if (known.SignedIn == true) return known.Site;
                if (known.Tab == StatusRules.Open) open ??= known.Site;
            }
        }

        return open;
    }

    /// <summary>Closes a browser's connection at once and ends its session, with all that waits for it.</summary>
    /// <param name="browser">Its id.</param>
    /// <param name="why">Goes to the plugin.</param>
    public void Close(string browser, Refusal why)
    {
        _problems.TryRemove(browser, out _);
        BrowserSession? session;
        lock (_lock)
        {
            if (!_sessions.TryRemove(browser, out session)) return;
            var left = OfSeller(session.Browser.Seller).Remove(session);
            // Sellers come and go, and so do browsers: of those that are gone nothing stays.
            if (left.IsEmpty) _bySeller.TryRemove(session.Browser.Seller, out _);
            else _bySeller[session.Browser.Seller] = left;
        }

        var wasOnline = session.IsOnline;
        session.End(why);
        if (wasOnline) Offline?.Invoke(session);
    }

    internal BrowserSession Attach(BrowserIdentity browser, WireConnection connection)
    {
        var session = GetOrAdd(browser);
        _problems.TryRemove(browser.Id, out _);
        session.Attach(connection, browser, time.GetUtcNow())?.Close(CloseCode.Replaced, "replaced by a newer connection");
        return session;
    }

    internal void Detach(BrowserSession session, WireConnection connection)
    {
        if (session.Detach(connection, time.GetUtcNow())) Offline?.Invoke(session);
    }

    internal void Reconciled(BrowserSession session) => Online?.Invoke(session);

    internal void Stand(BrowserSession session, BrowserStatus status)
    {
        if (session.Stand(status, time.GetUtcNow())) StatusChanged?.Invoke(session);
    }

    internal bool Asked(BrowserSession session, LaneAsk ask)
    {
        if (!session.MayAskLanes(time.GetElapsedTime(0))) return false;
        LaneAsked?.Invoke(session, ask);
        return true;
    }

    private static int Rank(BrowserStatus? status, string site)
    {
        if (status is null) return 0;
        var rank = 1;
        foreach (var known in status.Sites)
            if (known.Site == site) rank = known.SignedIn == true ? 4 : known.Tab == StatusRules.Open ? 3 : 2;
        return status.Paused ? rank - 1 : rank;
    }
}
