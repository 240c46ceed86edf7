using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace StoFlow.Protocol.Wire;

/// <summary>A binary frame: <c>ref</c> (4 bytes, big endian), SHA-256 of the chunk (32 bytes), the chunk.</summary>
public static class ChunkFrame
{
    /// <summary>Bytes before the chunk.</summary>
    public const int HeaderBytes = 4 + SHA256.HashSizeInBytes;

    /// <summary>The largest <c>ref</c>: a binary frame that begins with <c>{</c> (0x7B) is a message.</summary>
    public const int MaxRef = 0x7AFFFFFF;

    /// <summary>The largest chunk, in bytes.</summary>
    public const int ChunkBytes = 256 * 1024;

    /// <summary>Fills the header of a frame whose chunk already stands behind it.</summary>
    public static void Seal(int reference, Span<byte> frame)
    {
        BinaryPrimitives.WriteInt32BigEndian(frame, reference);
        SHA256.HashData(frame[HeaderBytes..], frame[4..HeaderBytes]);
    }

    /// <summary>Takes a frame apart; false when it is too short or the chunk is not what its hash says.</summary>
    public static bool TryOpen(ReadOnlyMemory<byte> frame, out int reference, out ReadOnlyMemory<byte> chunk, [NotNullWhen(false)] out string? error)
    {
        (reference, chunk, error) = (0, default, null);
        if (frame.Length <= HeaderBytes)
        {
            error = $"A chunk frame is longer than {HeaderBytes} bytes.";
            return false;
        }

        reference = BinaryPrimitives.ReadInt32BigEndian(frame.Span);
        chunk = frame[HeaderBytes..];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(chunk.Span, hash);
        if (hash.SequenceEqual(frame.Span[4..HeaderBytes])) return true;
        error = $"The chunk of ref {reference} does not match its SHA-256.";
        return false;
    }
}
