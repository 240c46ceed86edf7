using System.Buffers;
using System.Net.WebSockets;
using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Wire;

/// <summary>
/// One WebSocket: one reader (whoever calls <see cref="ReadAsync"/>), one sender at a time (the <see cref="WireOutbox"/>). Nobody else touches the socket.
/// It pings, and closes when it hears nothing; what the messages mean is decided elsewhere.
/// </summary>
internal sealed partial class WireConnection : IAsyncDisposable
{
    // Most messages are small, and most browsers are idle: memory per browser counts.
    private const int SmallBuffer = 4 * 1024;

    // Strangers are let in by the thousand, and each may keep a frame unfinished: theirs are a fraction of this.
    private const int MaxHandshakeFrame = 16 * 1024;
    private static readonly TimeSpan CloseWait = TimeSpan.FromSeconds(2);

    private readonly WebSocket _socket;
    private readonly WireSettings _settings;
    private readonly WireOutbox _outbox;
    private readonly ITimer _ticker;
    private readonly CancellationTokenSource _abort = new();
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(SmallBuffer);
    private ITimer? _abortTimer;
    private readonly long _opened;
    private long _heard;
    private long _pings;
    private int _closing;

    public WireConnection(WebSocket socket, WireSettings settings)
    {
        (_socket, _settings) = (socket, settings);
        _opened = _heard = settings.Time.GetTimestamp();
        _outbox = new WireOutbox(socket, settings.Time, _abort.Token);
        var tick = settings.PingInterval < settings.Silence / 3 ? settings.PingInterval : settings.Silence / 3;
        _ticker = settings.Time.CreateTimer(static state => ((WireConnection)state!).Tick(), this, tick, tick);
    }

    /// <summary>It has proved who it is: pings begin (before that the hand-shake has its own deadline), and frames may be large.</summary>
    public bool Welcomed { get; set; }

    /// <summary>Time since it began; the plugin counts it too, and so sees how long a message was under way.</summary>
    public TimeSpan Age => _settings.Time.GetElapsedTime(_opened);

    /// <summary>Time since anything came.</summary>
    public TimeSpan SilentFor => _settings.Time.GetElapsedTime(Volatile.Read(ref _heard));

    /// <summary>The code that this side closed with; 0 while open.</summary>
    public int CloseStatus => Volatile.Read(ref _closing);

    /// <summary>Queues a message; waits when the browser is slow to take them. False when the connection is closing.</summary>
    public ValueTask<bool> SendAsync(WireMessage message, CancellationToken ct) =>
        _outbox.AddAsync(WireCodec.Write(message), WebSocketMessageType.Text, ct);

    /// <summary>As <see cref="SendAsync"/> for a frame that is ready.</summary>
    public ValueTask<bool> SendFrameAsync(ReadOnlyMemory<byte> frame, CancellationToken ct) =>
        _outbox.AddAsync(frame, WebSocketMessageType.Text, ct);

    /// <summary>Queues a frame that is ready; false when there is no room or the connection is closing.</summary>
    public bool TrySend(ReadOnlyMemory<byte> frame) => _outbox.TryAdd(frame);

    /// <summary>Queues a binary frame; waits when the browser is slow to take them.</summary>
    public ValueTask<bool> SendChunkAsync(ReadOnlyMemory<byte> frame, CancellationToken ct) =>
        _outbox.AddAsync(frame, WebSocketMessageType.Binary, ct);

    /// <summary>The id goes out with the next <c>ack</c>, together with all that came meanwhile.</summary>
    public void Acknowledge(string id)
    {
        if (!_outbox.Acknowledge(id)) Close(CloseCode.Silent, "the browser sends results and takes no acknowledgement");
    }

    /// <summary>As <see cref="Acknowledge"/>, once the end is durable. When that fails it is never acknowledged: the journal keeps it and says it again.</summary>
    public void AcknowledgeAfter(Task durable, string id)
    {
        if (durable.IsCompletedSuccessfully) Acknowledge(id);
        else _ = WaitAsync();

        async Task WaitAsync()
        {
            try
            {
                await durable;
                Acknowledge(id);
            }
            catch (BridgeException)
            {
                // The store has said so itself.
            }
            catch (Exception problem)
            {
                LogNotAcknowledged(_settings.Log, problem, id);
            }
        }
    }

    /// <summary>The next frame, or null when the connection has ended. A frame that is no valid message ends it (4400).</summary>
    public async ValueTask<WireFrame?> ReadAsync(CancellationToken ct)
    {
        var length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult part;
            try
            {
                if (length == _buffer.Length) Grow(length);
                part = await _socket.ReceiveAsync(_buffer.AsMemory(length), ct);
            }
            catch (Exception problem) when (problem is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException)
            {
                ct.ThrowIfCancellationRequested();
                return null;
            }

            Volatile.Write(ref _heard, _settings.Time.GetTimestamp());
            if (part.MessageType == WebSocketMessageType.Close)
            {
                Close(CloseCode.Normal, "bye");
                return null;
            }

            length += part.Count;
            // Once this side closes, what still comes is read up to the other side's close and dropped.
            if (CloseStatus != 0) length = 0;
            else if (length > MaxFrame) Close(CloseCode.TooBig, Welcomed ? "A frame holds at most 1 MiB." : "A frame of the hand-shake holds at most 16 KiB.");
            else if (part.EndOfMessage)
            {
                var frame = _buffer.AsMemory(0, length);
                if (part.MessageType == WebSocketMessageType.Binary && !WireCodec.IsMessage(frame.Span)) return new WireFrame(null, frame);
                if (WireCodec.TryRead(frame.Span, out var message, out var error)) return new WireFrame(message, default);
                RefuseMessage(error);
                length = 0;
            }
        }
    }

    /// <summary>Says why, and closes 4400.</summary>
    public void RefuseMessage(string detail) => Close(CloseCode.InvalidMessage, "invalid message", new Refused("invalid_message", detail));

    /// <summary>Sends what is queued, then <paramref name="last"/>, then the close; the first reason stands.</summary>
    public void Close(int code, string reason, Refused? last = null)
    {
        if (Interlocked.CompareExchange(ref _closing, code, 0) != 0) return;
        LogClosing(_settings.Log, code, reason);
        _outbox.Complete(code, reason, last is null ? default : WireCodec.Write(last));
        // A peer that does not close on its side is cut off.
        _abortTimer = _settings.Time.CreateTimer(
            static state => ((WireConnection)state!).Abort(), this, CloseWait, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Close(CloseCode.GoingAway, "the bridge is done with this connection");
        await _ticker.DisposeAsync();
        await _outbox.Ended;
        await DrainAsync();
        Abort();
        if (_abortTimer is not null) await _abortTimer.DisposeAsync();
        _abort.Dispose();
        ArrayPool<byte>.Shared.Return(Interlocked.Exchange(ref _buffer, []));
    }

    // Cutting the line right after the last words would take them back; the abort timer bounds the wait for the other side's close.
    private async Task DrainAsync()
    {
        try
        {
            while (_socket.State == WebSocketState.CloseSent) await _socket.ReceiveAsync(_buffer.AsMemory(), _abort.Token);
        }
        catch (Exception problem) when (problem is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException)
        {
            // It is gone already.
        }
    }

    private int MaxFrame => Welcomed ? WireCodec.MaxFrameBytes : MaxHandshakeFrame;

    private void Tick()
    {
        // Before that the hand-shake has its own deadlines, and a seller who reads an offer may take minutes.
        if (!Welcomed) return;
        if (SilentFor > _settings.Silence) Close(CloseCode.Silent, "silent for too long");
        else TrySend(WireCodec.Write(new Ping(Interlocked.Increment(ref _pings))));
    }

    private void Abort()
    {
        try
        {
            _abort.Cancel();
            _socket.Abort();
        }
        catch (ObjectDisposedException)
        {
            // The socket ended by itself meanwhile.
        }
    }

    private void Grow(int used)
    {
        // One byte more than a frame may hold is enough to see that it is too long.
        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(used * 4, MaxFrame + 1));
        _buffer.AsSpan(0, used).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    [LoggerMessage(1, LogLevel.Debug, "Closing a connection with {Code}: {Reason}")]
    private static partial void LogClosing(ILogger logger, int code, string reason);

    [LoggerMessage(2, LogLevel.Error, "The end of command {Id} could not be recorded, so it is not acknowledged; its browser says it again when it connects anew")]
    private static partial void LogNotAcknowledged(ILogger logger, Exception problem, string id);
}
