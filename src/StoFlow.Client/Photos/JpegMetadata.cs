using System.Buffers.Binary;

namespace StoFlow.Client;

/// <summary>
/// Makes a JPEG of only what its picture needs, by copying; nothing is decoded or compressed anew. A list of what stays, not of what goes: place and camera
/// are in more kinds of segment than anybody knows. An EXIF orientation other than upright is kept in a new EXIF segment that holds nothing else.
/// </summary>
internal static class JpegMetadata
{
    private static ReadOnlySpan<byte> Exif => "Exif\0"u8;

    /// <summary>The photo without metadata; null when it cannot be followed, as then nobody knows what is in it. A cut picture is ended where it is cut.</summary>
    public static ReadOnlyMemory<byte>? Strip(ReadOnlyMemory<byte> photo)
    {
        var bytes = photo.Span;
        using var clean = new MemoryStream(photo.Length + 64);
        clean.Write(bytes[..2]);
        if (Orientation(bytes) is > 1 and <= 8 and var turned) clean.Write(ExifOrientation.Segment((ushort)turned));
        var (frame, scan) = (false, false);
        for (var at = 2; JpegSegment.Next(bytes, at) is { } segment;)
        {
            // A second picture begins where the first one's end is missing.
            if (scan && segment.Marker is JpegSegment.EndOfImage or JpegSegment.StartOfImage) break;
            at = segment.End;
            if (JpegParts.IsNeedless(segment.Marker)) continue;
            if (JpegParts.IsApplication(segment.Marker))
            {
                if (!scan) JpegParts.WriteApplication(clean, segment.Marker, segment.Payload(bytes));
                continue;
            }

            if (!JpegParts.IsPicture(segment.Marker, segment.Payload(bytes))) return null;
            frame |= segment.IsFrame;
            if (segment.Marker == JpegSegment.StartOfScan)
            {
                at = JpegSegment.ScanEnd(bytes, segment.End);
                if (!frame || MetadataMarks.In(bytes[segment.End..at])) return null;
                scan = true;
            }

            clean.Write(bytes[segment.Start..at]);
        }

        if (!scan) return null;
        clean.Write([0xFF, JpegSegment.EndOfImage]);
        return clean.GetBuffer().AsMemory(0, (int)clean.Length);
    }

    /// <summary>Width and height from the frame header.</summary>
    public static (int Width, int Height)? Size(ReadOnlySpan<byte> photo)
    {
        for (var at = 2; Head(photo, at) is { } segment; at = segment.End)
        {
            if (!segment.IsFrame) continue;
            var payload = segment.Payload(photo);
            if (payload.Length < 5) return null;
            return (BinaryPrimitives.ReadUInt16BigEndian(payload[3..]), BinaryPrimitives.ReadUInt16BigEndian(payload[1..]));
        }

        return null;
    }

    // Of the first EXIF segment, as viewers do: long EXIF goes on in further segments that have no head of their own. The sixth byte is padding of any value.
    private static int Orientation(ReadOnlySpan<byte> photo)
    {
        for (var at = 2; Head(photo, at) is { } segment; at = segment.End)
            if (segment.Marker == 0xE1 && segment.Payload(photo) is { Length: > 6 } payload && payload.StartsWith(Exif)) return ExifOrientation.Read(payload[6..]);
        return 1;
    }

    private static JpegSegment? Head(ReadOnlySpan<byte> photo, int at)
        => JpegSegment.Next(photo, at) is { Marker: not (JpegSegment.StartOfScan or JpegSegment.EndOfImage) } segment ? segment : null;
}
