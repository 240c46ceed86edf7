using System.Buffers.Binary;

namespace StoFlow.IntegrationTests.Client;

/// <summary>Small JPEG and PNG files made of right segments around invented picture data.</summary>
internal static class TestPhotos
{
    private static byte[] Frame(int width, int height) =>
    [
        0xFF, 0xC0, 0x00, 0x0B, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0,
        0xFF, 0xDA, 0x00, 0x08, 1, 1, 0, 0, 63, 0,
    ];

    /// <param name="app">Segments to put before the frame, such as EXIF.</param>
    /// <param name="pictureBytes">Length of the picture data.</param>
    /// <param name="seed">Makes photos differ.</param>
    public static byte[] Jpeg(byte[]? app = null, int pictureBytes = 400, int seed = 1)
    {
        var picture = new byte[pictureBytes];
        new Random(seed).NextBytes(picture);

        // In picture data an FF is followed by 00.
        for (var i = 0; i < picture.Length; i++)
            if (picture[i] == 0xFF) picture[i] = 0xFE;
        return [0xFF, 0xD8, .. app ?? [], .. Frame(640, 480), .. picture, 0xFF, 0xD9];
    }

    /// <summary>An APP1 segment with place and orientation.</summary>
    public static byte[] Exif(ushort orientation)
    {
        byte[] tiff =
        [
            (byte)'I', (byte)'I', 0x2A, 0, 8, 0, 0, 0,
            2, 0,
            0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0,
            0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0,
            0, 0, 0, 0,
            .. "GPS 48.8566 2.3522"u8,
        ];
        return Segment(0xE1, [.. "Exif\0\0"u8, .. tiff]);
    }

    public static byte[] Segment(byte marker, byte[] payload)
    {
        var segment = new byte[payload.Length + 4];
        segment[0] = 0xFF;
        segment[1] = marker;
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), (ushort)(payload.Length + 2));
        payload.CopyTo(segment, 4);
        return segment;
    }
}
