namespace StoFlow.Client;

/// <summary>The list of what a JPEG needs to be shown. Each kind is held to the shape that decoders ask of it, so that little else fits in.</summary>
internal static class JpegParts
{
    /// <summary>Comments, restarts outside a scan and such: nothing is lost without them.</summary>
    public static bool IsNeedless(byte marker) => marker is 0xFE or 0x01 or (>= 0xD0 and <= 0xD7);

    public static bool IsApplication(byte marker) => marker is >= 0xE0 and <= 0xEF;

    /// <summary>Writes what an application segment says about the picture's colours and shape: JFIF without its thumbnail, colour profile, Adobe's transform. Most say nothing.</summary>
    public static void WriteApplication(Stream clean, byte marker, ReadOnlySpan<byte> payload)
    {
        if (marker == 0xE0 && payload.Length >= 14 && payload.StartsWith("JFIF\0"u8))
        {
            clean.Write([0xFF, marker, 0, 16]);
            clean.Write(payload[..12]);
            clean.Write([0, 0]);
        }
        else if (marker == 0xE2 && payload.Length > 14 && payload.StartsWith("ICC_PROFILE\0"u8))
        {
            var length = payload.Length + 2;
            clean.Write([0xFF, marker, (byte)(length >> 8), (byte)length]);
            clean.Write(payload);
        }
        else if (marker == 0xEE && payload.Length >= 12 && payload.StartsWith("Adobe"u8))
        {
            clean.Write([0xFF, marker, 0, 14]);
            clean.Write(payload[..12]);
        }
    }

    /// <summary>Whether this is a table or header of the picture itself, and whole.</summary>
    public static bool IsPicture(byte marker, ReadOnlySpan<byte> payload) => marker switch
    {
        0xC4 => Tables(payload, HuffmanLength),
        0xDB => Tables(payload, static table => (table[0] & 0xEC) != 0 ? 0 : table[0] < 0x10 ? 65 : 129),
        0xCC => Tables(payload, static table => table[0] < 0x20 ? 2 : 0),
        0xDC or 0xDD => payload.Length == 2,
        0xDF => payload.Length == 1,
        JpegSegment.StartOfScan => payload.Length > 0 && payload[0] is >= 1 and <= 4 && payload.Length == 4 + (2 * payload[0]),
        0xDE or (>= 0xC0 and <= 0xCF and not 0xC8) => payload.Length > 6 && payload.Length == 6 + (3 * payload[5]),
        _ => false,
    };

    // One or more tables, each as long as its own bytes say; a length of 0 says that it is none.
    private static bool Tables(ReadOnlySpan<byte> payload, Func<ReadOnlySpan<byte>, int> lengthOf)
    {
        while (!payload.IsEmpty)
        {
            var length = lengthOf(payload);
            if (length == 0 || length > payload.Length) return false;
            payload = payload[length..];
        }

        return true;
    }

    private static int HuffmanLength(ReadOnlySpan<byte> table)
    {
        if (table.Length < 17 || (table[0] & 0xEC) != 0) return 0;
        var values = 0;
        foreach (var count in table[1..17]) values += count;
        return values <= 256 ? 17 + values : 0;
    }
}
