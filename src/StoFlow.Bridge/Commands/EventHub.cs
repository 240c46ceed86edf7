using System.Collections.Immutable;
using StoFlow.Bridge.Lanes;
using StoFlow.Bridge.Policy;
using StoFlow.Bridge.Sessions;
using StoFlow.Bridge.Storage;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Bridge.Commands;

/// <summary>
/// Tells readers of <c>/api/events</c> what happens: commands, browsers, lanes. Nobody who reads slowly holds up anybody else, and whoever comes back soon misses
/// nothing. While nobody reads, nothing is kept.
/// </summary>
internal sealed class EventHub
{
    /// <summary>How long after the last reader left events are still kept for it.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly LimitOptions _limits;
    private readonly EventMemory _memory;
    private readonly FairShare _share;
    private ImmutableArray<EventReader> _readers = [];
    private long _leftAt;

    // Whether somebody reads, or has read so lately that they may come back. Read without the lock: where nobody ever read, an event costs next to nothing.
    private volatile bool _heard;

    public EventHub(SessionRegistry sessions, LaneBook lanes, BridgeOptions options, TimeProvider time)
    {
        (_time, _limits) = (time, options.Limits);
        _memory = new EventMemory(RandomId.New("run"), _limits.EventBacklog);
        _share = new FairShare(_limits.EventReaders);
        sessions.Online += session => Publish(session, static (hub, session) => hub.Browser(session, online: true));
        sessions.Offline += session => Publish(session, static (hub, session) => hub.Browser(session, online: false));
        sessions.StatusChanged += session => Publish(session, static (hub, session) => hub.Browser(session, online: true));
        lanes.Changed += change => Publish(change, static (hub, change) => new CommandEvent(
            "lane", hub._time.GetUtcNow(), change.Key.Seller, Site: change.Key.Site, LaneState: change.State, Code: change.Pause?.Code));
    }

    /// <summary>A new reader; dispose it when done.</summary>
    /// <param name="owner">Whose token follows.</param>
    /// <param name="wantsSeller">Whose events it may see and wants.</param>
    /// <param name="after">The last event that it had before; null for a reader that begins now.</param>
    /// <exception cref="BridgeException"><c>rate_limited</c>: there are as many readers as there may be, or this owner has its share of them.</exception>
    public EventReader Subscribe(string owner, Func<string, bool> wantsSeller, string? after = null)
    {
        lock (_lock)
        {
            if (_share.TryTake(owner, 1) is not ShareAnswer.Yes and var no) throw Full(no);
            StopHearing_NeedsLock();
            IReadOnlyList<SentEvent>? missed = null;
            var whole = after is null || _memory.TryAfter(after, out missed);
            var reader = new EventReader(this, owner, wantsSeller, _limits.EventBacklog, missed is null ? _memory.Last : after!, whole);
            foreach (var happened in missed ?? []) reader.Offer(happened);
            _readers = _readers.Add(reader);
            _heard = true;
            return reader;
        }
    }

    /// <summary>A command is in a new state.</summary>
    public void Publish(LiveCommand command) => Publish(
        command,
        static (hub, command) =>
        {
            var (state, outcome) = command.Shown;
            return hub.Command(command.Head, state, command.Browser, outcome?.Code);
        });

    /// <summary>As above, also of one that only its record remembers.</summary>
    public void Publish(CommandHead command, CommandState state, string? browser, string? code) =>
        Publish((command, state, browser, code), static (hub, ended) => hub.Command(ended.command, ended.state, ended.browser, ended.code));

    /// <summary>A seller is gone: what happened to it is no later seller's of the same name.</summary>
    public void Retire(string seller, string name)
    {
        lock (_lock) _memory.Retire(seller, name);
    }

    internal void Unsubscribe(EventReader reader)
    {
        lock (_lock)
        {
            if (!_readers.Contains(reader)) return;
            _readers = _readers.Remove(reader);
            _share.Give(reader.Owner, 1);
            if (_readers.IsEmpty) _leftAt = _time.GetTimestamp();
        }
    }

    private BridgeException Full(ShareAnswer why) => new(
        ErrorCode.RateLimited,
        why == ShareAnswer.Full
            ? $"{_readers.Length} readers follow the events already; end one, then try again."
            : "This token follows the events as often as one may while others need a place, too; end one, then try again.")
    {
        RetryAfter = TimeSpan.FromSeconds(10),
    };

    // What is told is read where events get their order: what was overtaken on its way here would be told after the end.
    private void Publish<T>(T what, Func<EventHub, T, CommandEvent> happened)
    {
        if (!_heard) return;
        lock (_lock)
        {
            StopHearing_NeedsLock();
            if (!_heard) return;
            var sent = _memory.Add(happened(this, what));
            foreach (var reader in _readers) reader.Offer(sent);
        }
    }

    private void StopHearing_NeedsLock()
    {
        if (!_heard || !_readers.IsEmpty || _time.GetElapsedTime(_leftAt) <= Patience) return;
        _memory.Forget();
        _heard = false;
    }

    private CommandEvent Command(CommandHead command, CommandState state, string? browser, string? code) => new(
        "command", _time.GetUtcNow(), command.Seller, command.Id, state, state == CommandState.Queued ? null : browser, Site: command.Site, Code: code);

    private CommandEvent Browser(BrowserSession session, bool online) =>
        new("browser", _time.GetUtcNow(), session.Browser.Seller, Browser: session.Browser.Id, Online: online);
}
