using System.Net.WebSockets;
using StoFlow.Protocol.Wire;

namespace StoFlow.Tests.Bridge;

/// <summary>A socket that takes everything and never says anything.</summary>
internal sealed class DeafSocket : WebSocket
{
    private readonly TaskCompletionSource _end = new();
    private WebSocketState _state = WebSocketState.Open;

    public List<WireMessage> Sent { get; } = [];

    public override WebSocketCloseStatus? CloseStatus => null;

    public override string? CloseStatusDescription => null;

    public override WebSocketState State => _state;

    public override string? SubProtocol => null;

    public override void Abort() => End();

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        End();
        return Task.CompletedTask;
    }

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        End();
        return Task.CompletedTask;
    }

    public override void Dispose() => End();

    public override async Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
    {
        await _end.Task.WaitAsync(cancellationToken);
        throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely);
    }

    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        if (WireCodec.TryRead(buffer, out var message, out _))
            lock (Sent) Sent.Add(message);
        return Task.CompletedTask;
    }

    private void End()
    {
        _state = WebSocketState.Closed;
        _end.TrySetResult();
    }
}
