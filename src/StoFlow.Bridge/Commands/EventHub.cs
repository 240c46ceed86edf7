using System.Collections.Immutable;
using StoFlow.Bridge.Lanes;
using StoFlow.Bridge.Sessions;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Bridge.Commands;

/// <summary>Tells readers of <c>/api/events</c> what happens: commands, browsers, lanes. Nobody who reads slowly holds up anybody else.</summary>
internal sealed class EventHub
{
    private readonly TimeProvider _time;
    private readonly LimitOptions _limits;
    private ImmutableArray<EventReader> _readers = [];

    public EventHub(SessionRegistry sessions, LaneBook lanes, BridgeOptions options, TimeProvider time)
    {
        (_time, _limits) = (time, options.Limits);
        sessions.Online += session => Publish(Browser(session, online: true));
        sessions.Offline += session => Publish(Browser(session, online: false));
        sessions.StatusChanged += session => Publish(Browser(session, online: true));
        lanes.Changed += change => Publish(new CommandEvent(
            "lane", _time.GetUtcNow(), change.Key.Seller, Site: change.Key.Site, LaneState: change.State, Code: change.Pause?.Code));
    }

    /// <summary>A new reader; dispose it when done.</summary>
    /// <exception cref="BridgeException"><c>rate_limited</c>: there are as many readers as there may be.</exception>
    public EventReader Subscribe(Func<string, bool> wantsSeller)
    {
        var reader = new EventReader(this, wantsSeller, _limits.EventBacklog);
        while (true)
        {
            var held = _readers;
            if (held.Length >= _limits.EventReaders)
                throw new BridgeException(ErrorCode.RateLimited, $"{held.Length} readers follow the events already; end one, then try again.")
                {
                    RetryAfter = TimeSpan.FromSeconds(10),
                };
            if (ImmutableInterlocked.InterlockedCompareExchange(ref _readers, held.Add(reader), held) == held) return reader;
        }
    }

    /// <summary>A command is in a new state.</summary>
    public void Publish(LiveCommand command)
    {
        if (_readers.IsEmpty) return;
        Publish(new CommandEvent(
            "command", _time.GetUtcNow(), command.Seller, command.Id, command.State, command.State == CommandState.Queued ? null : command.Browser,
            Site: command.Site, Code: command.Outcome?.Code));
    }

    internal void Unsubscribe(EventReader reader) => ImmutableInterlocked.Update(ref _readers, static (held, gone) => held.Remove(gone), reader);

    private void Publish(CommandEvent happened)
    {
        foreach (var reader in _readers) reader.Offer(happened);
    }

    private CommandEvent Browser(BrowserSession session, bool online) =>
        new("browser", _time.GetUtcNow(), session.Browser.Seller, Browser: session.Browser.Id, Online: online);
}
