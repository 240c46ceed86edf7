using System.Net.WebSockets;
using StoFlow.Protocol;
using StoFlow.Protocol.Wire;

namespace StoFlow.Harness.FakePlugins;

/// <summary>One connection to the bridge, in messages and chunks.</summary>
public sealed class FakeSocket : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);
    private byte[] _buffer = new byte[64 * 1024];

    /// <summary>The code that the bridge closed with; null while it has not.</summary>
    public int? CloseCode => (int?)_socket.CloseStatus;

    /// <summary>Connects as an extension does.</summary>
    public static async Task<FakeSocket> ConnectAsync(Uri bridge, CancellationToken ct, string origin = "moz-extension://6f0e1f7c-6d2e-4f5e-9a52-3f5a6c1d2e3f")
    {
        var socket = new FakeSocket();
        socket._socket.Options.AddSubProtocol(ProtocolVersion.Subprotocol);
        socket._socket.Options.SetRequestHeader("Origin", origin);
        socket._socket.Options.RemoteCertificateValidationCallback = (_, _, _, _) => bridge.IsLoopback;
        var address = new UriBuilder(bridge) { Scheme = bridge.Scheme == "https" ? "wss" : "ws", Path = "/ws/plugin" }.Uri;
        await socket._socket.ConnectAsync(address, ct);
        return socket;
    }

    public Task SendAsync(WireMessage message, CancellationToken ct) => SendAsync(WireCodec.Write(message), WebSocketMessageType.Text, ct);

    public async Task SendAsync(ReadOnlyMemory<byte> frame, WebSocketMessageType type, CancellationToken ct)
    {
        await _sending.WaitAsync(ct);
        try
        {
            await _socket.SendAsync(frame, type, true, ct);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>The next message or chunk frame; both null when the connection has ended.</summary>
    public async Task<(WireMessage? Message, byte[]? Chunk)> ReadAsync(CancellationToken ct)
    {
        var length = 0;
        while (true)
        {
            if (length == _buffer.Length) Array.Resize(ref _buffer, length * 2);
            ValueWebSocketReceiveResult part;
            try
            {
                part = await _socket.ReceiveAsync(_buffer.AsMemory(length), ct);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    if (_socket.State == WebSocketState.CloseReceived) await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", ct);
                    return default;
                }
            }
            catch (Exception problem) when (problem is WebSocketException or ObjectDisposedException or OperationCanceledException)
            {
                return default;
            }

            length += part.Count;
            if (!part.EndOfMessage) continue;
            if (part.MessageType == WebSocketMessageType.Binary) return (null, _buffer.AsSpan(0, length).ToArray());
            return WireCodec.TryRead(_buffer.AsSpan(0, length), out var message, out var error)
                ? (message, null)
                : throw new InvalidOperationException($"The bridge sent what is no message: {error}");
        }
    }

    /// <summary>Reads until a message of this type comes.</summary>
    public async Task<T> ExpectAsync<T>(CancellationToken ct)
        where T : WireMessage
    {
        while (true)
        {
            var (message, chunk) = await ReadAsync(ct);
            if (message is T expected) return expected;
            if (message is Refused refused) throw new InvalidOperationException($"The bridge refused: {refused.Code}: {refused.Detail}");
            if (message is null && chunk is null) throw new InvalidOperationException($"The connection ended ({CloseCode}) before a {typeof(T).Name} came.");
        }
    }

    /// <summary>Says good-bye.</summary>
    public async Task CloseAsync(CancellationToken ct)
    {
        if (_socket.State == WebSocketState.Open) await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", ct);
    }

    /// <summary>Cuts the line, as a crash does.</summary>
    public void Abort() => _socket.Abort();

    public ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        _sending.Dispose();
        return ValueTask.CompletedTask;
    }
}
