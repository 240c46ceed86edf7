using System.Threading.Channels;

namespace StoFlow.Bridge.Commands;

/// <summary>One reader's events. It is dropped when it falls too far behind; what it has missed is in <c>/api/commands</c>.</summary>
internal sealed class EventReader(EventHub hub, string owner, Func<string, bool> wantsSeller, int backlog, string startsAt, bool whole) : IDisposable
{
    private readonly Channel<SentEvent> _events = Channel.CreateBounded<SentEvent>(new BoundedChannelOptions(backlog) { SingleReader = true });

    /// <summary>Whose token reads.</summary>
    public string Owner => owner;

    /// <summary>The id after which it reads.</summary>
    public string StartsAt => startsAt;

    /// <summary>False when it named an event after which some are not held any more.</summary>
    public bool Whole => whole;

    /// <summary>What happened, in order; ends when the reader was dropped.</summary>
    public ChannelReader<SentEvent> Events => _events.Reader;

    public void Offer(SentEvent happened)
    {
        if (!wantsSeller(happened.Event.Seller) || _events.Writer.TryWrite(happened)) return;
        hub.Unsubscribe(this);
        _events.Writer.TryComplete();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        hub.Unsubscribe(this);
        _events.Writer.TryComplete();
    }
}
