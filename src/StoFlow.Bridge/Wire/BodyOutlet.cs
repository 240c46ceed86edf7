using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Wire;

/// <summary>Bridge to plugin (<c>docs/protocol.md</c> §8): answers <c>body_get</c> with one chunk. Only bodies of commands that this browser runs are found.</summary>
internal static class BodyOutlet
{
    /// <summary>Answers one <c>body_get</c>.</summary>
    /// <param name="source">Null when this browser has no such body.</param>
    public static async Task AnswerAsync(WireConnection connection, BodyGet ask, BodySource? source, CancellationToken ct)
    {
        if (source is null)
        {
            await connection.SendAsync(new BodyGone(ask.Ref, "No command of this browser holds that body any more."), ct);
            return;
        }

        if (ask.Offset < 0 || ask.Length is < 1 or > ChunkFrame.ChunkBytes || ask.Offset >= source.Body.Size)
        {
            connection.RefuseMessage($"body_get: offset and length must lie in the body, and length at most {ChunkFrame.ChunkBytes}.");
            return;
        }

        var frame = new byte[ChunkFrame.HeaderBytes + (int)Math.Min(ask.Length, source.Body.Size - ask.Offset)];
        try
        {
            if (await source.ReadAsync(ask.Offset, frame.AsMemory(ChunkFrame.HeaderBytes), ct) < frame.Length - ChunkFrame.HeaderBytes)
                throw new IOException("The file is shorter than it was.");
        }
        catch (IOException)
        {
            await connection.SendAsync(new BodyGone(ask.Ref, "The bridge cannot read that body any more; upload it again."), ct);
            return;
        }

        ChunkFrame.Seal(ask.Ref, frame);
        await connection.SendChunkAsync(frame, ct);
    }
}
