using System.Collections.Concurrent;
using StoFlow.Bridge.Ops;
using StoFlow.Bridge.Sessions;
using StoFlow.Bridge.Storage;
using StoFlow.Protocol;
using StoFlow.Protocol.Policy;
using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Lanes;

/// <summary>All lanes: made when first used, paused and resumed here, so that screens, browsers and the store hear of it.</summary>
internal sealed partial class LaneBook
{
    private readonly ConcurrentDictionary<LaneKey, Lane> _lanes = new();
    private readonly LaneServices _services;
    private readonly LanePace _pace;
    private readonly LaneStore _store;
    private readonly ILogger<LaneBook> _log;

    public LaneBook(BridgeOptions options, SessionRegistry sessions, LaneStore store, TimeProvider time, ILogger<LaneBook> log)
    {
        (_store, _log) = (store, log);
        _pace = new LanePace(options.Pace);
        _services = new LaneServices(this, sessions, time);
        sessions.Online += Greet;
        sessions.StatusChanged += session => Pump(session.Browser.Seller);
        sessions.LaneAsked += Obey;
    }

    /// <summary>A lane was paused or goes on.</summary>
    public event Action<LaneChange>? Changed;

    /// <summary>Every lane that was used or paused since the start.</summary>
    public IEnumerable<Lane> All => _lanes.Select(pair => pair.Value).Where(lane => lane.Key.Site.Length > 0);

    /// <summary>The lane of an account.</summary>
    public Lane Get(LaneKey key) => _lanes.GetOrAdd(key, static (key, book) => book.Create(key, null), this);

    /// <summary>Reads which lanes stood still when the bridge stopped; once, before anything is sent.</summary>
    public void Load()
    {
        foreach (var row in _store.All())
        {
            var key = new LaneKey(row.Seller, row.Site);
            _lanes[key] = Create(key, LanePause.Of(row, _services.Time.GetUtcNow()));
        }
    }

    /// <summary>Stands still until somebody resumes it; one that waits for the person does so already, and keeps its reason.</summary>
    /// <param name="key">Which lane.</param>
    /// <param name="actor">Whose doing it is.</param>
    /// <param name="why">For a person; the plain reason when null.</param>
    public void PauseByHand(LaneKey key, string actor, string? why = null) => Set(
        Get(key),
        held => held?.Code == ErrorCode.Challenge
            ? held
            : new LanePause(
                ErrorCode.LanePaused, why ?? "Paused by hand; resume it in the plugin or in the bridge.", null, Limit: held?.Until is null ? held?.Limit : held),
        actor);

    /// <summary>Goes on; after a pause by hand not before a limit of the site is over.</summary>
    public void Resume(LaneKey key, string actor) =>
        Set(Get(key), held => held?.Limit is { } limit && limit.Until > _services.Time.GetUtcNow() ? limit : null, actor);

    /// <summary>The lanes of a seller who goes, in which nothing waits or runs any more: pauses end, and a later seller of the name begins anew.</summary>
    public void Forget(string seller, string actor)
    {
        foreach (var lane in OfSeller(seller))
        {
            Set(lane, _ => null, actor);
            _lanes.TryRemove(lane.Key, out _);
        }
    }

    /// <summary>Goes on, because the time of that pause is over; what else has stopped the lane meanwhile holds.</summary>
    public void TimeIsOver(Lane lane, LanePause over) => Set(lane, held => ReferenceEquals(held, over) ? null : held, AuditWords.Bridge, byItself: true);

    /// <summary>The site set a limit or asks for the person.</summary>
    public void Signal(Lane lane, SiteSignal signal) => Set(
        lane,
        _ => signal.Code == ErrorCode.Challenge
            ? new LanePause(ErrorCode.Challenge, "The site asks for the person: settle it in the browser, then resume the lane.", null)
            : lane.PauseFor(signal, _services.Time.GetUtcNow()),
        AuditWords.Bridge);

    /// <summary>A command had its turn and something of the bridge's own failed before it was under way: that ends it, by what is known of it.</summary>
    /// <param name="command">Which.</param>
    /// <param name="mayRun">It may have reached its browser.</param>
    /// <param name="problem">For the log.</param>
    public async Task NotSentAsync(PendingCommand command, bool mayRun, Exception problem)
    {
        LogNotSent(_log, problem, command.Id);
        try
        {
            await (mayRun && command.IsWrite
                ? command.FailAsync(ErrorCode.OutcomeUnknown, "The bridge failed while it sent this; look before you repeat it.")
                : command.FailAsync(ErrorCode.Internal, "The bridge failed before it sent this; its log says more."));
        }
        catch (Exception worse)
        {
            LogNotSent(_log, worse, command.Id);
        }
    }

    /// <summary>Looks again at what may start, after a browser came or stands differently.</summary>
    public void Pump(string seller)
    {
        foreach (var lane in OfSeller(seller)) lane.Pump();
    }

    // By the list of sites, which is short; the lanes of all sellers may be many.
    private IEnumerable<Lane> OfSeller(string seller)
    {
        foreach (var site in SitePolicy.Current.Sites)
            if (_lanes.TryGetValue(new LaneKey(seller, site.Host), out var lane)) yield return lane;
        if (_lanes.TryGetValue(new LaneKey(seller, ""), out var siteless)) yield return siteless;
    }

    private Lane Create(LaneKey key, LanePause? pause) => new(key, key.Site.Length == 0 ? LanePace.None : _pace, pause, _services);

    private void Set(Lane lane, Func<LanePause?, LanePause?> decide, string actor, bool byItself = false)
    {
        LanePause? pause;
        IReadOnlyList<PendingCommand>? leaving;
        lock (lane.Changing)
        {
            var before = lane.Pause;
            pause = decide(before);
            leaving = lane.Set(pause, byItself);
            Tell_NeedsLock(new LaneChange(lane.Key, pause, actor), before, changed: leaving is not null);
        }

        if (leaving is not null) lane.Follow(pause, leaving);
    }

    private void Tell_NeedsLock(LaneChange change, LanePause? before, bool changed)
    {
        var (key, pause) = (change.Key, change.Pause);
        // Also when nothing changed here: a plugin may hold a site of its own accord, and waits for the word.
        foreach (var session in _services.Sessions.OfSeller(key.Seller)) session.TryNotify(Notice(change));
        // The limit below a pause by hand is nobody's news, and outlives the bridge all the same.
        if (changed || pause?.Limit != before?.Limit) _ = StoreAsync(key, pause);
        if (!changed) return;
        if (pause is null) LogGoesOn(_log, key.Seller, key.Site);
        else if (pause.Until is { } until) LogPausedUntil(_log, key.Seller, key.Site, pause.Code, until);
        else LogPaused(_log, key.Seller, key.Site, pause.Code);
        Changed?.Invoke(change);
    }

    private async Task StoreAsync(LaneKey key, LanePause? pause)
    {
        try
        {
            await (pause is null
                ? _store.ResumeAsync(key.Seller, key.Site)
                : _store.PauseAsync(pause.Row(key)));
        }
        catch (BridgeException problem)
        {
            // The pause holds as long as this bridge runs.
            LogNotStored(_log, problem, key.Site);
        }
    }

    private void Greet(BrowserSession session)
    {
        foreach (var lane in OfSeller(session.Browser.Seller).Where(lane => lane.Key.Site.Length > 0))
            lock (lane.Changing) session.TryNotify(Notice(new LaneChange(lane.Key, lane.Pause, AuditWords.Bridge)));
        Pump(session.Browser.Seller);
    }

    private void Obey(BrowserSession session, LaneAsk ask)
    {
        if (ask.Site is not null && SitePolicy.Current.Find(ask.Site) is null) return;
        var seller = session.Browser.Seller;
        var actor = AuditWords.Browser(session.Browser.Name);
        IEnumerable<LaneKey> keys = ask.Site is { } site
            ? [new LaneKey(seller, site)]
            : ask.Want == "resume"
                // What the site limited goes on by itself: whoever paused everything and resumes it means no more than that.
                ? OfSeller(seller).Where(lane => lane.Pause?.Until is null).Select(lane => lane.Key)
                : SitePolicy.Current.Sites.Select(known => new LaneKey(seller, known.Host));
        foreach (var key in keys.ToList())
        {
            if (ask.Want == "pause") PauseByHand(key, actor, Shortened(ask.Detail));
            else Resume(key, actor);
        }
    }

    // It goes into every answer of the lane.
    private static string? Shortened(string? text) => text is { Length: > 500 } ? text[..500] : text;

    private static LaneNotice Notice(LaneChange change) => new(
        change.Key.Site, change.State, change.Pause?.Code, change.Pause?.Detail, change.Pause?.Until?.UtcDateTime.ToString("o"));

    [LoggerMessage(1, LogLevel.Information, "The lane of {Seller} on {Site} is paused ({Code}) until somebody resumes it")]
    private static partial void LogPaused(ILogger logger, string seller, string site, string code);

    [LoggerMessage(3, LogLevel.Information, "The lane of {Seller} on {Site} is paused ({Code}) until {Until:yyyy-MM-ddTHH:mm:ssZ}")]
    private static partial void LogPausedUntil(ILogger logger, string seller, string site, string code, DateTimeOffset until);

    [LoggerMessage(4, LogLevel.Information, "The lane of {Seller} on {Site} goes on")]
    private static partial void LogGoesOn(ILogger logger, string seller, string site);

    [LoggerMessage(5, LogLevel.Error, "Command {Id} could not be sent")]
    private static partial void LogNotSent(ILogger logger, Exception problem, string id);

    [LoggerMessage(2, LogLevel.Warning, "The pause of the lane of {Site} could not be stored")]
    private static partial void LogNotStored(ILogger logger, Exception problem, string site);
}
