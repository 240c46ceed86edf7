using System.Net.WebSockets;
using System.Threading.Channels;
using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Wire;

/// <summary>
/// What waits to be sent on one socket. Whoever adds to an idle outbox sends, and goes on until nothing waits: a frame costs no wake-up of
/// another thread, and one browser still gets its frames one after the other.
/// </summary>
internal sealed class WireOutbox
{
    // At most 64 frames of 512 KiB or less wait for one browser.
    private const int Frames = 64;
    private const int AcksPerMessage = 500;
    private const int MaxAcks = 50_000;

    // The journal can wait a moment longer for what saves a frame per command.
    private static readonly TimeSpan AckDelay = TimeSpan.FromMilliseconds(200);

    private readonly Channel<Item> _items = Channel.CreateBounded<Item>(new BoundedChannelOptions(Frames) { SingleReader = true });
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly WebSocket _socket;
    private readonly CancellationToken _abort;
    private readonly ITimer _ackTimer;
    private List<string> _acks = [];
    private (int Code, string Reason, ReadOnlyMemory<byte> Last) _end;
    private int _sending;

    /// <param name="socket">Nobody else sends on it.</param>
    /// <param name="time">For the delay of acknowledgements.</param>
    /// <param name="abort">Gives up what has not been sent.</param>
    public WireOutbox(WebSocket socket, TimeProvider time, CancellationToken abort)
    {
        (_socket, _abort) = (socket, abort);
        _ackTimer = time.CreateTimer(static outbox => ((WireOutbox)outbox!).FlushAcks(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Completes when the close, or whatever stood before it, has left or failed.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Queues a text frame; false when there is no room or the end is queued.</summary>
    public bool TryAdd(ReadOnlyMemory<byte> frame) => TryAdd(new Item(frame, WebSocketMessageType.Text));

    /// <summary>Queues a frame, waiting for room; false when the end is queued.</summary>
    public async ValueTask<bool> AddAsync(ReadOnlyMemory<byte> frame, WebSocketMessageType type, CancellationToken ct)
    {
        var item = new Item(frame, type);
        while (!TryAdd(item))
            if (!await _items.Writer.WaitToWriteAsync(ct)) return false;
        return true;
    }

    /// <summary>The id goes out with the next <c>ack</c>; false when the browser takes none and more wait than may.</summary>
    public bool Acknowledge(string id)
    {
        lock (_lock)
        {
            if (_acks.Count == MaxAcks) return false;
            _acks.Add(id);
            if (_acks.Count == 1) _ackTimer.Change(AckDelay, Timeout.InfiniteTimeSpan);
            return true;
        }
    }

    /// <summary>Queues the end: last words, then the close.</summary>
    public void Complete(int code, string reason, ReadOnlyMemory<byte> last)
    {
        lock (_lock) _end = (code, reason, last);
        _items.Writer.TryComplete();
        _ackTimer.Dispose();
        Send();
    }

    private bool TryAdd(Item item)
    {
        if (!_items.Writer.TryWrite(item)) return false;
        Send();
        return true;
    }

    private void Send()
    {
        if (Interlocked.Exchange(ref _sending, 1) == 0) _ = SendAllAsync();
    }

    private async Task SendAllAsync()
    {
        try
        {
            do
            {
                while (_items.Reader.TryRead(out var item))
                {
                    if (item.Frame.Length > 0) await _socket.SendAsync(item.Frame, item.Type, WebSocketMessageFlags.EndOfMessage, _abort);
                    else await SendAcksAsync();
                }

                if (_items.Reader.Completion.IsCompleted)
                {
                    // Nobody takes over any more: the flag stays set.
                    await SendEndAsync();
                    _ended.TrySetResult();
                    return;
                }

                Interlocked.Exchange(ref _sending, 0);
            }
            while ((_items.Reader.Completion.IsCompleted || _items.Reader.TryPeek(out _)) && Interlocked.Exchange(ref _sending, 1) == 0);
        }
        catch (Exception problem)
        {
            // The reader sees the same end and acts on it.
            _items.Writer.TryComplete();
            if (problem is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException) _ended.TrySetResult();
            else _ended.TrySetException(problem);
        }
    }

    // An empty item makes the sender look at the acks; when there is no room now, there is soon.
    private void FlushAcks()
    {
        if (!TryAdd(default(Item))) _ackTimer.Change(AckDelay, Timeout.InfiniteTimeSpan);
    }

    private async ValueTask SendAcksAsync()
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
            await _socket.SendAsync(WireCodec.Write(new Ack(page)), WebSocketMessageType.Text, true, _abort);
        }
    }

    private async ValueTask SendEndAsync()
    {
        var (code, reason, last) = _end;
        if (last.Length > 0) await _socket.SendAsync(last, WebSocketMessageType.Text, true, _abort);
        if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            await _socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, _abort);
    }

    private readonly record struct Item(ReadOnlyMemory<byte> Frame, WebSocketMessageType Type);
}
