using System.Net.WebSockets;
using System.Threading.Channels;
using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Wire;

/// <summary>What waits to be sent on one socket, and the loop that sends it.</summary>
internal sealed class WireOutbox
{
    // At most 64 frames of 512 KiB or less wait for one browser.
    private const int Frames = 64;
    private const int AcksPerMessage = 500;

    // The journal can wait a moment longer for what saves a frame per command.
    private static readonly TimeSpan AckDelay = TimeSpan.FromMilliseconds(25);

    private readonly Channel<Item> _items = Channel.CreateBounded<Item>(new BoundedChannelOptions(Frames) { SingleReader = true });
    private readonly Lock _lock = new();
    private readonly ITimer _ackTimer;
    private List<string> _acks = [];
    private (int Code, string Reason, ReadOnlyMemory<byte> Last) _end;

    public WireOutbox(TimeProvider time) =>
        _ackTimer = time.CreateTimer(static outbox => ((WireOutbox)outbox!).FlushAcks(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public bool TryAdd(ReadOnlyMemory<byte> frame) => _items.Writer.TryWrite(new Item(frame, WebSocketMessageType.Text));

    public async ValueTask<bool> AddAsync(ReadOnlyMemory<byte> frame, WebSocketMessageType type, CancellationToken ct)
    {
        var item = new Item(frame, type);
        while (!_items.Writer.TryWrite(item))
            if (!await _items.Writer.WaitToWriteAsync(ct)) return false;
        return true;
    }

    public void Acknowledge(string id)
    {
        lock (_lock)
        {
            _acks.Add(id);
            if (_acks.Count == 1) _ackTimer.Change(AckDelay, Timeout.InfiniteTimeSpan);
        }
    }

    public void Complete(int code, string reason, ReadOnlyMemory<byte> last)
    {
        lock (_lock) _end = (code, reason, last);
        _items.Writer.TryComplete();
        _ackTimer.Dispose();
    }

    public async Task RunAsync(WebSocket socket, CancellationToken abort)
    {
        // The constructor of the connection must not wait for the socket.
        await Task.Yield();
        try
        {
            while (await _items.Reader.WaitToReadAsync(abort))
            {
                while (_items.Reader.TryRead(out var item))
                {
                    if (item.Frame.Length > 0) await socket.SendAsync(item.Frame, item.Type, WebSocketMessageFlags.EndOfMessage, abort);
                    else await SendAcksAsync(socket, abort);
                }
            }

            if (_end.Last.Length > 0) await socket.SendAsync(_end.Last, WebSocketMessageType.Text, true, abort);
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync((WebSocketCloseStatus)_end.Code, _end.Reason, abort);
        }
        catch (Exception problem) when (problem is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException)
        {
            // The reader sees the same end and acts on it.
            _items.Writer.TryComplete();
        }
    }

    // An empty item makes the loop look at the acks; when there is no room now, there is soon.
    private void FlushAcks()
    {
        if (!_items.Writer.TryWrite(default)) _ackTimer.Change(AckDelay, Timeout.InfiniteTimeSpan);
    }

    private async ValueTask SendAcksAsync(WebSocket socket, CancellationToken abort)
    {
        List<string> ids;
        lock (_lock)
        {
            if (_acks.Count == 0) return;
            (ids, _acks) = (_acks, []);
        }

        for (var at = 0; at < ids.Count; at += AcksPerMessage)
        {
            var page = ids.GetRange(at, Math.Min(AcksPerMessage, ids.Count - at));
            await socket.SendAsync(WireCodec.Write(new Ack(page)), WebSocketMessageType.Text, true, abort);
        }
    }

    private readonly record struct Item(ReadOnlyMemory<byte> Frame, WebSocketMessageType Type);
}
