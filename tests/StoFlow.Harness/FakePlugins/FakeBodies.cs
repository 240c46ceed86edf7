using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Security.Cryptography;
using StoFlow.Protocol.Wire;

namespace StoFlow.Harness.FakePlugins;

/// <summary>Bodies beside the messages (<c>docs/protocol.md</c> §8), as the plugin pulls and pushes them.</summary>
internal sealed class FakeBodies(FakeSocket socket)
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource<object>> _asked = new();
    private int _refs;

    /// <summary>Chunks pulled and pushed.</summary>
    public int Chunks { get; private set; }

    public async Task<byte[]> PullAsync(BodyRef body, CancellationToken ct)
    {
        var bytes = new byte[body.Size];
        for (var at = 0; at < bytes.Length;)
        {
            var length = Math.Min(ChunkFrame.ChunkBytes, bytes.Length - at);
            var answer = await AskAsync(reference => new BodyGet(reference, body.BodyId, at, length), ct);
            if (answer is not byte[] frame) throw new InvalidOperationException($"The bridge has no body: {answer}");
            if (!ChunkFrame.TryOpen(frame, out _, out var chunk, out var error)) throw new InvalidOperationException(error);
            chunk.CopyTo(bytes.AsMemory(at));
            at += chunk.Length;
            Chunks++;
        }

        if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != body.Sha256) throw new InvalidOperationException("The body is not the one that was meant.");
        return bytes;
    }

    public async Task<BodyRef> PushAsync(string bodyId, byte[] bytes, CancellationToken ct)
    {
        var body = new BodyRef(bodyId, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        var reference = Interlocked.Increment(ref _refs);
        var answer = await AskAsync(reference, () => socket.SendAsync(new BodyPut(reference, bodyId, body.Size, body.Sha256), ct), ct);
        while (answer is BodyOk { Received: var received } && received < body.Size)
        {
            var length = (int)Math.Min(ChunkFrame.ChunkBytes, body.Size - received);
            var frame = new byte[ChunkFrame.HeaderBytes + length];
            bytes.AsSpan((int)received, length).CopyTo(frame.AsSpan(ChunkFrame.HeaderBytes));
            ChunkFrame.Seal(reference, frame);
            answer = await AskAsync(reference, () => socket.SendAsync(frame, WebSocketMessageType.Binary, ct), ct);
            Chunks++;
        }

        return answer is BodyOk ? body : throw new InvalidOperationException($"The bridge does not take the body: {answer}");
    }

    public void Answer(int reference, object answer)
    {
        if (_asked.TryRemove(reference, out var asked)) asked.TrySetResult(answer);
    }

    private Task<object> AskAsync(Func<int, WireMessage> ask, CancellationToken ct)
    {
        var reference = Interlocked.Increment(ref _refs);
        return AskAsync(reference, () => socket.SendAsync(ask(reference), ct), ct);
    }

    private async Task<object> AskAsync(int reference, Func<Task> send, CancellationToken ct)
    {
        var answer = new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[reference] = answer;
        await send();
        return await answer.Task.WaitAsync(TimeSpan.FromSeconds(20), ct);
    }
}
