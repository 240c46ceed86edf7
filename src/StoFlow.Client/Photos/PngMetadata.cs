using System.Buffers.Binary;

namespace StoFlow.Client;

/// <summary>Takes EXIF and text chunks (which also carry XMP and IPTC) out of a PNG by copying its other chunks. What does not read as a PNG stays as it is.</summary>
internal static class PngMetadata
{
    private const int Mark = 8;
    private const int ChunkFrame = 12;

    /// <summary>The photo without metadata; the same memory when it has none.</summary>
    public static ReadOnlyMemory<byte> Strip(ReadOnlyMemory<byte> photo)
    {
        var bytes = photo.Span;
        List<Range> kept = [];
        var dropped = false;
        var at = Mark;
        while (at < bytes.Length)
        {
            if (at + ChunkFrame > bytes.Length) return photo;
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
            if (length > bytes.Length - at - ChunkFrame) return photo;
            var end = at + ChunkFrame + (int)length;
            var type = bytes.Slice(at + 4, 4);
            if (Personal(type)) dropped = true;
            else kept.Add(at..end);
            at = end;
            if (!type.SequenceEqual("IEND"u8)) continue;

            // Whatever follows the end is no chunk; it stays.
            if (at < bytes.Length) kept.Add(at..bytes.Length);
            break;
        }

        if (!dropped) return photo;
        using var clean = new MemoryStream(bytes.Length);
        clean.Write(bytes[..Mark]);
        foreach (var range in kept) clean.Write(bytes[range]);
        return clean.ToArray();
    }

    private static bool Personal(ReadOnlySpan<byte> type)
        => type.SequenceEqual("eXIf"u8) || type.SequenceEqual("tEXt"u8) || type.SequenceEqual("zTXt"u8) || type.SequenceEqual("iTXt"u8);
}
