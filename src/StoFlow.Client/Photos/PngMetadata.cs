using System.Buffers.Binary;
using System.Text;

namespace StoFlow.Client;

/// <summary>
/// Makes a PNG of only what its picture needs, by copying chunks; a list of what stays, not of what goes. A chunk outside the list that calls itself
/// critical makes the photo one that cannot be followed: no browser would show it, and without the chunk it would be another picture.
/// </summary>
internal static class PngMetadata
{
    private const int Mark = 8;
    private const int ChunkFrame = 12;

    private static ReadOnlySpan<byte> EndChunk => [0, 0, 0, 0, (byte)'I', (byte)'E', (byte)'N', (byte)'D', 0xAE, 0x42, 0x60, 0x82];

    /// <summary>The photo without metadata; null when it cannot be followed, as then nobody knows what is in it. One that is cut in its picture stays cut.</summary>
    public static ReadOnlyMemory<byte>? Strip(ReadOnlyMemory<byte> photo)
    {
        var bytes = photo.Span;
        using var clean = new MemoryStream(photo.Length + ChunkFrame);
        clean.Write(bytes[..Mark]);
        var (picture, cut) = (false, false);
        for (var at = Mark; !cut && bytes.Length - at >= ChunkFrame;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
            var type = Encoding.Latin1.GetString(bytes.Slice(at + 4, 4));
            if (!type.All(char.IsAsciiLetter) || (at == Mark) != (type is "IHDR") || (at == Mark && !IsHeader(bytes[(at + 8)..]))) return null;
            if (type is "IEND") break;
            var stays = Stays(type, length);
            if (!stays && char.IsAsciiLetterUpper(type[0])) return null;
            var tooLong = length > bytes.Length - at - ChunkFrame;
            if (tooLong && type is not ("IDAT" or "fdAT")) break;
            if (tooLong && HoldsMore(bytes[(at + 8)..])) return null;
            cut = tooLong;
            var end = cut ? bytes.Length : at + ChunkFrame + (int)length;
            picture |= type is "IDAT";
            if (stays) clean.Write(bytes[at..end]);
            at = end;
        }

        if (!picture) return null;
        if (!cut) clean.Write(EndChunk);
        return clean.GetBuffer().AsMemory(0, (int)clean.Length);
    }

    // By name and length; libpng passes over small ones of a wrong length, too.
    private static bool Stays(string type, uint length) => type switch
    {
        "IHDR" => length == 13,
        "PLTE" => length <= 768,
        "IDAT" or "fdAT" or "iCCP" or "sPLT" => true,
        "tRNS" => length <= 256,
        "hIST" => length <= 512,
        "gAMA" or "cICP" => length == 4,
        "cHRM" => length == 32,
        "sRGB" => length == 1,
        "sBIT" => length <= 4,
        "bKGD" => length <= 6,
        "pHYs" => length == 9,
        "acTL" => length == 8,
        "fcTL" => length == 26,
        _ => false,
    };

    // Depth and colour are small numbers, compression and filter 0: with bytes missing in it the header would reach into the next chunk.
    private static bool IsHeader(ReadOnlySpan<byte> data) => data.Length >= 13 && data[8] is 1 or 2 or 4 or 8 or 16 && data[9] <= 6 && data[10] == 0 && data[11] == 0 && data[12] <= 1;

    // A length that is too large takes all that follows for picture data.
    private static bool HoldsMore(ReadOnlySpan<byte> cut)
        => MetadataMarks.In(cut) || cut.IndexOf("IEND"u8) >= 0 || cut.IndexOf("eXIf"u8) >= 0 || cut.IndexOf("tEXt"u8) >= 0 || cut.IndexOf("zTXt"u8) >= 0
            || cut.IndexOf("iTXt"u8) >= 0;
}
