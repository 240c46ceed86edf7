using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace StoFlow.Client;

/// <summary>A marker of a JPEG with what its length covers; of a scan that is the header, the picture data follows it.</summary>
/// <param name="Marker">The byte behind FF; 0 when the length behind it is impossible.</param>
/// <param name="Start">Where the marker's FF is.</param>
/// <param name="End">The first byte behind it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct JpegSegment(byte Marker, int Start, int End)
{
    public const byte StartOfImage = 0xD8;
    public const byte EndOfImage = 0xD9;
    public const byte StartOfScan = 0xDA;
    private const int HeadLength = 4;

    /// <summary>A frame header, which has the picture's size.</summary>
    public bool IsFrame => IsFrameMarker(Marker);

    public static bool IsFrameMarker(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    public ReadOnlySpan<byte> Payload(ReadOnlySpan<byte> photo) => End - Start > HeadLength ? photo[(Start + HeadLength)..End] : [];

    /// <summary>The next one; null when there is none, or not all of it. As in decoders, fill bytes and whatever else stands between two segments are passed over.</summary>
    public static JpegSegment? Next(ReadOnlySpan<byte> photo, int from)
    {
        var at = NextMarker(photo, from);
        while (at >= 0 && photo[at + 1] == 0x00) at = NextMarker(photo, at + 2);
        if (at < 0) return null;
        var marker = photo[at + 1];
        if (marker is 0x01 or (>= 0xD0 and <= EndOfImage)) return new JpegSegment(marker, at, at + 2);
        if (at + HeadLength > photo.Length) return null;
        var length = BinaryPrimitives.ReadUInt16BigEndian(photo[(at + 2)..]);
        if (length < 2) return new JpegSegment(0, at, at + HeadLength);
        return at + 2 + length > photo.Length ? null : new JpegSegment(marker, at, at + 2 + length);
    }

    /// <summary>Where picture data ends: at the next marker that is no restart, or where the photo is cut.</summary>
    public static int ScanEnd(ReadOnlySpan<byte> photo, int at)
    {
        var marker = NextMarker(photo, at);
        while (marker >= 0 && photo[marker + 1] is 0x00 or (>= 0xD0 and <= 0xD7)) marker = NextMarker(photo, marker + 2);
        return marker >= 0 ? marker : at + photo[at..].TrimEnd((byte)0xFF).Length;
    }

    // The last FF of a run of them, with another byte behind it.
    private static int NextMarker(ReadOnlySpan<byte> photo, int at)
    {
        var first = photo[at..].IndexOf((byte)0xFF);
        if (first < 0) return -1;
        var run = photo[(at + first)..].IndexOfAnyExcept((byte)0xFF);
        return run < 0 ? -1 : at + first + run - 1;
    }
}
