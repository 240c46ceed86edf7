using System.Buffers.Binary;

namespace StoFlow.Client;

/// <summary>The one EXIF value that a picture needs to be shown rightly.</summary>
internal static class ExifOrientation
{
    private const ushort Tag = 0x0112;
    private const ushort ShortType = 3;
    private const ushort LongType = 4;

    /// <summary>1 to 8, as EXIF has it; 1 (upright) when there is none.</summary>
    /// <param name="tiff">The TIFF structure behind <c>Exif\0\0</c>.</param>
    public static int Read(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8) return 1;
        var little = tiff[0] == 'I';
        var at = U32(tiff[4..], little);
        if (at > tiff.Length - 2) return 1;
        var count = U16(tiff[(int)at..], little);
        for (var i = 0; i < count; i++)
        {
            var entry = (int)at + 2 + (i * 12);
            if (entry + 12 > tiff.Length) return 1;
            if (U16(tiff[entry..], little) != Tag) continue;

            // Some write it as a long; big-endian that puts the value two bytes further on.
            return U16(tiff[(entry + 2)..], little) == LongType ? (int)Math.Min(U32(tiff[(entry + 8)..], little), ushort.MaxValue) : U16(tiff[(entry + 8)..], little);
        }

        return 1;
    }

    /// <summary>An APP1 segment with nothing but the orientation.</summary>
    public static byte[] Segment(ushort orientation)
    {
        byte[] segment =
        [
            0xFF, 0xE1, 0x00, 0x22,
            .. "Exif\0\0"u8,
            (byte)'M', (byte)'M', 0x00, 0x2A, 0x00, 0x00, 0x00, 0x08,
            0x00, 0x01,
            0x01, 0x12, 0x00, (byte)ShortType, 0x00, 0x00, 0x00, 0x01, (byte)(orientation >> 8), (byte)orientation, 0x00, 0x00,
            0x00, 0x00, 0x00, 0x00,
        ];
        return segment;
    }

    private static ushort U16(ReadOnlySpan<byte> at, bool little) => little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);

    private static uint U32(ReadOnlySpan<byte> at, bool little) => little ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt32BigEndian(at);
}
