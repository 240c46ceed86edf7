namespace StoFlow.Sandbox.Shop;

/// <summary>
/// Draws a garment in blocks of 8×8 pixels as a real baseline JPEG, from the photo's id alone. One colour a block
/// means one coefficient a block, so the encoder is a page long and a picture takes well under a millisecond.
/// </summary>
internal static class PhotoDrawing
{
    private const int Quant = 8;

    public static byte[] Draw(long id, int width, int height)
    {
        var mix = unchecked((ulong)id * 0x9E3779B97F4A7C15UL);
        var cloth = (R: (int)(mix >> 16 & 0xFF), G: (int)(mix >> 24 & 0xFF), B: (int)(mix >> 32 & 0xFF));
        var ground = (R: 238, G: 235 - (int)(mix >> 40 & 15), B: 225 - (int)(mix >> 44 & 15));
        var bits = new BitWriter();
        Header(bits, width, height);
        int columns = (width + 7) / 8, rows = (height + 7) / 8;
        Span<int> last = stackalloc int[3];
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
            {
                var inside = IsCloth((column + 0.5) / columns, (row + 0.5) / rows);
                var shade = inside ? (row + column) % 7 * 4 : 0;
                var (r, g, b) = inside ? (Math.Min(255, cloth.R + shade), Math.Min(255, cloth.G + shade), Math.Min(255, cloth.B + shade)) : ground;
                Block(bits, last, 0, (0.299 * r) + (0.587 * g) + (0.114 * b) - 128);
                Block(bits, last, 1, (-0.1687 * r) - (0.3313 * g) + (0.5 * b));
                Block(bits, last, 2, (0.5 * r) - (0.4187 * g) - (0.0813 * b));
            }

        return bits.Finish();
    }

    /// <summary>A T-shirt: body, sleeves, and a neck cut out.</summary>
    private static bool IsCloth(double x, double y)
    {
        var fromMiddle = Math.Abs(x - 0.5);
        var body = fromMiddle < 0.24 && y is > 0.2 and < 0.85;
        var sleeve = fromMiddle is >= 0.24 and < 0.42 && y > 0.2 + ((fromMiddle - 0.24) * 0.6) && y < 0.42 + ((fromMiddle - 0.24) * 0.4);
        var neck = (fromMiddle * fromMiddle) + ((y - 0.19) * (y - 0.19)) < 0.006;
        return (body || sleeve) && !neck;
    }

    /// <summary>One block: the difference of its mean to the block before, then "nothing more".</summary>
    private static void Block(BitWriter bits, Span<int> last, int component, double mean)
    {
        var value = (int)Math.Round(mean * 8 / Quant);
        var difference = value - last[component];
        last[component] = value;
        var size = 32 - int.LeadingZeroCount(Math.Abs(difference));
        bits.Put(size, 4);
        if (size > 0) bits.Put(difference < 0 ? difference + (1 << size) - 1 : difference, size);
        bits.Put(0, 1);
    }

    private static void Header(BitWriter bits, int width, int height)
    {
        bits.Raw([0xFF, 0xD8, 0xFF, 0xE0, 0, 16, (byte)'J', (byte)'F', (byte)'I', (byte)'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        bits.Raw([0xFF, 0xDB, 0, 67, 0]);
        for (var i = 0; i < 64; i++) bits.Raw([Quant]);
        bits.Raw([0xFF, 0xC0, 0, 17, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]);

        // Twelve difference sizes, all with codes of four bits; one code of one bit for the end of a block.
        bits.Raw([0xFF, 0xC4, 0, 31, 0x00, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
        bits.Raw([0xFF, 0xC4, 0, 20, 0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        bits.Raw([0xFF, 0xDA, 0, 12, 3, 1, 0x00, 2, 0x00, 3, 0x00, 0, 63, 0]);
    }

    private sealed class BitWriter
    {
        private readonly List<byte> _bytes = new(8 * 1024);
        private int _pending;
        private int _count;

        public void Raw(ReadOnlySpan<byte> bytes) => _bytes.AddRange(bytes);

        public void Put(int value, int length)
        {
            for (var bit = length - 1; bit >= 0; bit--)
            {
                _pending = _pending << 1 | (value >> bit & 1);
                if (++_count < 8) continue;
                _bytes.Add((byte)_pending);
                if ((byte)_pending == 0xFF) _bytes.Add(0);
                _pending = _count = 0;
            }
        }

        public byte[] Finish()
        {
            while (_count != 0) Put(1, 1);
            Raw([0xFF, 0xD9]);
            return [.. _bytes];
        }
    }
}
