using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace StoFlow.Client;

/// <summary>
/// Takes EXIF, XMP and IPTC out of a JPEG by copying its other segments; nothing is decoded or compressed anew. An EXIF orientation other than upright is kept in
/// a new EXIF segment that holds nothing else. What does not read as a JPEG stays as it is. Provenance records (C2PA, in APP11) are left alone on purpose.
/// </summary>
internal static class JpegMetadata
{
    private const byte StartOfScan = 0xDA;
    private const byte EndOfImage = 0xD9;

    private static ReadOnlySpan<byte> Exif => "Exif\0\0"u8;

    private static ReadOnlySpan<byte> Xmp => "http://ns.adobe.com/x"u8;

    private static ReadOnlySpan<byte> Photoshop => "Photoshop 3.0\0"u8;

    private static ReadOnlySpan<byte> MultiPicture => "MPF\0"u8;

    /// <summary>The photo without metadata; the same memory when it has none.</summary>
    public static ReadOnlyMemory<byte> Strip(ReadOnlyMemory<byte> photo)
    {
        var bytes = photo.Span;
        if (Segments(bytes) is not { } segments) return photo;
        var end = segments[^1].End;
        var trailerHasData = Holds(bytes[end..]);
        if (!trailerHasData && !segments.Exists(segment => Personal(segment, photo.Span))) return photo;

        using var clean = new MemoryStream(photo.Length);
        var orientation = 1;
        foreach (var segment in segments)
            if (segment.Marker == 0xE1 && segment.Payload(bytes).StartsWith(Exif)) orientation = ExifOrientation.Read(segment.Payload(bytes)[Exif.Length..]);
        clean.Write(bytes[..2]);
        if (orientation is > 1 and <= 8) clean.Write(ExifOrientation.Segment((ushort)orientation));
        foreach (var segment in segments)
            if (!Personal(segment, bytes) && !(trailerHasData && segment.Marker == 0xE2 && segment.Payload(bytes).StartsWith(MultiPicture)))
                clean.Write(bytes[segment.Start..segment.End]);
        if (!trailerHasData) clean.Write(bytes[end..]);
        return clean.ToArray();
    }

    /// <summary>Width and height from the frame header.</summary>
    public static (int Width, int Height)? Size(ReadOnlySpan<byte> photo)
    {
        for (var at = 2; Next(photo, at) is { } segment && segment.Marker is not (StartOfScan or EndOfImage); at = segment.End)
        {
            if (segment.Marker is < 0xC0 or > 0xCF or 0xC4 or 0xC8 or 0xCC) continue;
            var payload = segment.Payload(photo);
            if (payload.Length < 5) return null;
            return (BinaryPrimitives.ReadUInt16BigEndian(payload[3..]), BinaryPrimitives.ReadUInt16BigEndian(payload[1..]));
        }

        return null;
    }

    private static bool Personal(Segment segment, ReadOnlySpan<byte> photo)
    {
        var payload = segment.Payload(photo);
        return segment.Marker switch
        {
            0xE1 => payload.StartsWith(Exif) || payload.StartsWith(Xmp),
            0xED => payload.StartsWith(Photoshop),
            _ => false,
        };
    }

    // Phones put further pictures, with their own EXIF, behind the first one's end, or a short film, which has the place in a box of its own.
    private static bool Holds(ReadOnlySpan<byte> trailer) => trailer.IndexOf(Exif) >= 0 || trailer.IndexOf(Xmp) >= 0 || trailer.IndexOf("ftyp"u8) >= 0;

    /// <summary>Every segment up to the end of the image, picture data with the scan it belongs to; null when it is not a whole JPEG.</summary>
    private static List<Segment>? Segments(ReadOnlySpan<byte> photo)
    {
        List<Segment> all = [];
        for (var at = 2; Next(photo, at) is { } segment; at = segment.End)
        {
            all.Add(segment);
            if (segment.Marker == EndOfImage) return all;
        }

        return null;
    }

    private static Segment? Next(ReadOnlySpan<byte> photo, int at)
    {
        var marker = at;
        while (marker < photo.Length && photo[marker] == 0xFF) marker++;
        if (marker == at || marker >= photo.Length) return null;
        var code = photo[marker];
        if (code == EndOfImage) return new Segment(code, at, marker + 1, marker + 1);
        if (code is 0x00 or (>= 0xD0 and <= 0xD8) || marker + 3 > photo.Length) return null;
        var length = BinaryPrimitives.ReadUInt16BigEndian(photo[(marker + 1)..]);
        var end = marker + 1 + length;
        if (length < 2 || end > photo.Length) return null;
        return new Segment(code, at, marker + 3, code == StartOfScan ? ScanEnd(photo, end) : end);
    }

    private static int ScanEnd(ReadOnlySpan<byte> photo, int at)
    {
        while (true)
        {
            var step = photo[at..].IndexOf((byte)0xFF);
            if (step < 0 || at + step + 1 >= photo.Length) return photo.Length;
            at += step;
            var next = photo[at + 1];
            if (next is not (0x00 or (>= 0xD0 and <= 0xD7))) return at;
            at += 2;
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Segment(byte Marker, int Start, int PayloadStart, int End)
    {
        public ReadOnlySpan<byte> Payload(ReadOnlySpan<byte> photo) => photo[PayloadStart..End];
    }
}
