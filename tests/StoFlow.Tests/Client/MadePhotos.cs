using System.Buffers.Binary;
using System.Text;

namespace StoFlow.Tests.Client;

/// <summary>Small JPEG and PNG files of right parts around invented picture data.</summary>
internal static class MadePhotos
{
    /// <summary>Stands for every place that must not leave.</summary>
    public const string Place = "GPS 48.8566";

    public static readonly byte[] Jfif = Segment(0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
    public static readonly byte[] Icc = Segment(0xE2, [.. "ICC_PROFILE\0"u8, 1, 1, 9, 9]);
    public static readonly byte[] Adobe = Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 1]);
    public static readonly byte[] Quantization = Segment(0xDB, [0, .. Enumerable.Repeat((byte)7, 64), 0x11, .. Enumerable.Repeat((byte)9, 128)]);
    public static readonly byte[] Huffman = Segment(0xC4, [0, 0, 2, .. new byte[14], 5, 6, 0x10, 1, .. new byte[15], 8]);
    public static readonly byte[] Frame = Segment(0xC2, [8, 0x01, 0xE0, 0x02, 0x80, 1, 1, 0x11, 0]);

    /// <summary>Scan header and picture data with a stuffed FF and a restart.</summary>
    public static readonly byte[] Scan = [.. Segment(0xDA, [1, 1, 0, 0, 63, 0]), 1, 2, 0xFF, 0x00, 3, 0xFF, 0xD0, 4];

    public static readonly byte[] End = [0xFF, 0xD9];

    /// <summary>From the frame header to the end: two scans with a table between them.</summary>
    public static readonly byte[] Picture = [.. Frame, .. Scan, .. Huffman, .. Scan, .. End];

    public static byte[] PlaceBytes => Encoding.ASCII.GetBytes(Place);

    public static byte[] Exif(ushort orientation, bool little = true, byte pad = 0, bool asLong = false)
    {
        var tiff = new byte[60];
        (little ? "II*\0"u8 : "MM\0*"u8).CopyTo(tiff);
        Put32(tiff, 4, 8, little);
        Put16(tiff, 8, 2, little);
        Put16(tiff, 10, 0x8825, little);
        Put16(tiff, 22, 0x0112, little);
        Put16(tiff, 24, asLong ? (ushort)4 : (ushort)3, little);
        Put32(tiff, 26, 1, little);
        if (asLong) Put32(tiff, 30, orientation, little);
        else Put16(tiff, 30, orientation, little);
        PlaceBytes.CopyTo(tiff.AsSpan(40));
        return Segment(0xE1, [.. "Exif\0"u8, pad, .. tiff]);
    }

    public static byte[] Segment(byte marker, byte[] payload)
    {
        var length = payload.Length + 2;
        return [0xFF, marker, (byte)(length >> 8), (byte)length, .. payload];
    }

    public static byte[] Jpeg(params byte[][] head) => [0xFF, 0xD8, .. head.SelectMany(one => one), .. Picture];

    public static byte[] Chunk(string type, params byte[] data)
    {
        var chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        if (type == "IEND") new byte[] { 0xAE, 0x42, 0x60, 0x82 }.CopyTo(chunk, 8);
        return chunk;
    }

    public static byte[] Chunks(params byte[][] all) => [0x89, .. "PNG"u8, 13, 10, 26, 10, .. all.SelectMany(one => one)];

    public static byte[] Png(params byte[][] extra) => Chunks([Header, .. extra, Chunk("IDAT", 1, 2, 3), Chunk("IEND")]);

    public static byte[] Header => Chunk("IHDR", 0, 0, 0, 3, 0, 0, 0, 2, 8, 2, 0, 0, 0);

    public static bool HasPlace(ReadOnlySpan<byte> photo) => photo.IndexOf("48.8566"u8) >= 0;

    private static void Put16(byte[] to, int at, ushort value, bool little)
    {
        if (little) BinaryPrimitives.WriteUInt16LittleEndian(to.AsSpan(at), value);
        else BinaryPrimitives.WriteUInt16BigEndian(to.AsSpan(at), value);
    }

    private static void Put32(byte[] to, int at, uint value, bool little)
    {
        if (little) BinaryPrimitives.WriteUInt32LittleEndian(to.AsSpan(at), value);
        else BinaryPrimitives.WriteUInt32BigEndian(to.AsSpan(at), value);
    }
}
