using System.Net.WebSockets;
using StoFlow.Protocol.Wire;

namespace StoFlow.Bench.Browsers;

/// <summary>A WebSocket with a buffer for one frame: bytes for the hot path, messages for the hand-shake. One reader, one sender.</summary>
internal sealed class BenchSocket : IDisposable
{
    private const string Origin = "moz-extension://6f0e1f7c-6d2e-4f5e-9a52-3f5a6c1d2e3f";

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[16 * 1024];

    public static async Task<BenchSocket> ConnectAsync(Uri server, string path, string? subprotocol, CancellationToken ct)
    {
        var socket = new BenchSocket();
        socket._socket.Options.KeepAliveInterval = TimeSpan.Zero;
        socket._socket.Options.SetRequestHeader("Origin", Origin);
        if (subprotocol is not null) socket._socket.Options.AddSubProtocol(subprotocol);
        await socket._socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = path }.Uri, ct);
        return socket;
    }

    /// <summary>The next frame, good until the next call; empty when the connection has ended.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken ct)
    {
        var length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult part;
            try
            {
                part = await _socket.ReceiveAsync(_buffer.AsMemory(length), ct);
            }
            catch (Exception end) when (end is WebSocketException or OperationCanceledException or ObjectDisposedException)
            {
                return default;
            }

            if (part.MessageType == WebSocketMessageType.Close) return default;
            length += part.Count;
            if (part.EndOfMessage) return _buffer.AsMemory(0, length);
        }
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> frame, CancellationToken ct) => _socket.SendAsync(frame, WebSocketMessageType.Text, true, ct);

    public ValueTask SendAsync(WireMessage message, CancellationToken ct) => SendAsync(WireCodec.Write(message), ct);

    /// <summary>Reads the message that is due now.</summary>
    public async Task<T> ExpectAsync<T>(CancellationToken ct)
        where T : WireMessage
    {
        var frame = await ReadAsync(ct);
        if (WireCodec.TryRead(frame.Span, out var message, out var error) && message is T expected) return expected;
        throw new InvalidOperationException($"{typeof(T).Name} was due; the bridge sent {(object?)message ?? error ?? "nothing"}.");
    }

    public void Dispose() => _socket.Dispose();
}
