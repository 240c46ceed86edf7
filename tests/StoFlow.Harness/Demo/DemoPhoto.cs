using System.Security.Cryptography;

namespace StoFlow.Harness.Demo;

/// <summary>An invented JPEG of an exact size: a right header, then noise that no compression shortens.</summary>
public static class DemoPhoto
{
    // Start of image, JFIF header, one quantization table, a baseline frame of 1200 × 1600, one Huffman table, start of scan.
    private static readonly byte[] Head =
    [
        0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x10, 0x4A, 0x46, 0x49, 0x46, 0x00, 0x01, 0x01, 0x00, 0x00, 0x01, 0x00, 0x01, 0x00, 0x00,
        0xFF, 0xC0, 0x00, 0x0B, 0x08, 0x06, 0x40, 0x04, 0xB0, 0x01, 0x01, 0x11, 0x00,
        0xFF, 0xDA, 0x00, 0x08, 0x01, 0x01, 0x00, 0x00, 0x3F, 0x00,
    ];

    /// <summary>The photo's bytes.</summary>
    /// <param name="size">In bytes.</param>
    /// <param name="seed">Another seed makes another photo.</param>
    public static byte[] Make(int size, int seed)
    {
        var photo = new byte[size];
        new Random(seed).NextBytes(photo);
        // Within a scan every 0xFF would begin a marker.
        photo.AsSpan().Replace((byte)0xFF, (byte)0x7F);
        Head.CopyTo(photo, 0);
        (photo[^2], photo[^1]) = (0xFF, 0xD9);
        return photo;
    }

    /// <summary>As the ledger writes it.</summary>
    public static string Sha256(byte[] photo) => Convert.ToHexStringLower(SHA256.HashData(photo));
}
