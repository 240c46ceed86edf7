using System.Threading.Channels;
using StoFlow.Protocol.Http;

namespace StoFlow.Bridge.Commands;

/// <summary>One reader's events. It is dropped when it falls too far behind; what it has missed is in <c>/api/commands</c>.</summary>
internal sealed class EventReader(EventHub hub, Func<string, bool> wantsSeller, int backlog) : IDisposable
{
    private readonly Channel<CommandEvent> _events = Channel.CreateBounded<CommandEvent>(new BoundedChannelOptions(backlog) { SingleReader = true });

    /// <summary>What happened, in order; ends when the reader was dropped.</summary>
    public ChannelReader<CommandEvent> Events => _events.Reader;

    public void Offer(CommandEvent happened)
    {
        if (!wantsSeller(happened.Seller) || _events.Writer.TryWrite(happened)) return;
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
