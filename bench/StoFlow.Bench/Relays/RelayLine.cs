using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;

namespace StoFlow.Bench.Relays;

/// <summary>A WebSocket of the relay: a text frame out, the answer of the same number back.</summary>
internal sealed class RelayLine
{
    private static readonly byte[] Head = Encoding.ASCII.GetBytes("{\"id\":");

    private readonly Channel<byte[]> _frames = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(1_024) { SingleReader = true });
    private readonly ConcurrentDictionary<long, TaskCompletionSource<byte[]>> _waiting = new();

    /// <summary>Sends a request; its answer.</summary>
    public async Task<byte[]> AskAsync(long id, byte[] body, CancellationToken ct)
    {
        var answer = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[id] = answer;
        await _frames.Writer.WriteAsync([.. Head, .. Encoding.ASCII.GetBytes($"{id},\"request\":"), .. body, (byte)'}'], ct);
        return await answer.Task.WaitAsync(ct);
    }

    /// <summary>Serves the socket until it closes.</summary>
    public async Task RunAsync(WebSocket socket, CancellationToken ct)
    {
        var sending = SendAsync(socket, ct);
        var buffer = new byte[64 * 1024];
        while (socket.State == WebSocketState.Open)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), ct);
            if (part.MessageType == WebSocketMessageType.Close) break;
            Take(buffer.AsSpan(0, part.Count));
        }

        _frames.Writer.TryComplete();
        await sending;
    }

    private async Task SendAsync(WebSocket socket, CancellationToken ct)
    {
        await foreach (var frame in _frames.Reader.ReadAllAsync(ct)) await socket.SendAsync(frame.AsMemory(), WebSocketMessageType.Text, true, ct);
    }

    // {"id":7,"answer":…}
    private void Take(ReadOnlySpan<byte> frame)
    {
        if (!Utf8Parser.TryParse(frame[Head.Length..], out long id, out var digits) || !_waiting.TryRemove(id, out var waiting)) return;
        waiting.SetResult(frame[(Head.Length + digits + ",\"answer\":".Length)..^1].ToArray());
    }
}
