using System.Buffers.Binary;
using StoFlow.Client;

namespace StoFlow.Tests.Client;

public sealed class PhotoMetadataTests
{
    private static readonly byte[] Jfif = Segment(0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
    private static readonly byte[] Icc = Segment(0xE2, [.. "ICC_PROFILE\0"u8, 1, 1, 9, 9]);
    private static readonly byte[] Xmp = Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0<x exif:GPSLatitude='48,51N'/>"u8]);
    private static readonly byte[] Iptc = Segment(0xED, [.. "Photoshop 3.0\0 8BIM City Paris"u8]);
    private static readonly byte[] Provenance = Segment(0xEB, [.. "JP c2pa"u8]);

    // Frame header, scan header, picture data with a stuffed FF, a restart and a second scan.
    private static readonly byte[] Picture =
    [
        .. Segment(0xC2, [8, 0x01, 0xE0, 0x02, 0x80, 1, 1, 0x11, 0]),
        .. Segment(0xDA, [1, 1, 0, 0, 63, 0]), 1, 2, 0xFF, 0x00, 3, 0xFF, 0xD0, 4,
        .. Segment(0xDA, [1, 1, 0, 0, 63, 0]), 5, 6, 7, 0xFF, 0xD9,
    ];

    [Fact]
    public void A_jpeg_without_metadata_stays_byte_for_byte()
    {
        byte[] photo = [0xFF, 0xD8, .. Jfif, .. Icc, .. Provenance, .. Picture, 0, 0, 0];
        Assert.Equal(photo, JpegMetadata.Strip(photo).ToArray());
    }

    [Fact]
    public void Exif_xmp_and_iptc_go_and_the_rest_stays()
    {
        byte[] photo = [0xFF, 0xD8, .. Jfif, .. Exif(1), .. Xmp, .. Icc, .. Iptc, .. Provenance, .. Picture];
        Assert.Equal([0xFF, 0xD8, .. Jfif, .. Icc, .. Provenance, .. Picture], JpegMetadata.Strip(photo).ToArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_orientation_is_kept_and_nothing_else(bool little)
    {
        byte[] photo = [0xFF, 0xD8, .. Exif(6, little), .. Picture];
        var clean = JpegMetadata.Strip(photo).ToArray();
        Assert.Equal(-1, clean.AsSpan().IndexOf("GPS"u8));
        Assert.Equal(2 + 36 + Picture.Length, clean.Length);
        var tiff = clean.AsSpan(2 + 10, 26);
        Assert.Equal(6, ExifOrientation.Read(tiff));

        // Once clean it stays as it is, but for the segment being made anew.
        Assert.Equal(clean, JpegMetadata.Strip(clean).ToArray());
    }

    [Fact]
    public void A_second_picture_behind_the_end_goes_when_it_has_metadata()
    {
        var index = Segment(0xE2, [.. "MPF\0"u8, 1, 2, 3]);
        byte[] second = [0xFF, 0xD8, .. Exif(1), .. Picture];
        byte[] photo = [0xFF, 0xD8, .. index, .. Picture, .. second];
        Assert.Equal([0xFF, 0xD8, .. Picture], JpegMetadata.Strip(photo).ToArray());
        byte[] harmless = [0xFF, 0xD8, .. index, .. Picture, 0xFF, 0xD8, .. Picture];
        Assert.Equal(harmless, JpegMetadata.Strip(harmless).ToArray());
    }

    [Fact]
    public void A_film_behind_the_picture_leaves_with_its_place()
    {
        byte[] still = [0xFF, 0xD8, .. Jfif, .. Picture];
        byte[] motion = [.. still, 0, 0, 0, 24, .. "ftypmp42"u8, .. "moov udta ©xyz +48.85+002.35/"u8];
        Assert.Equal(still, JpegMetadata.Strip(motion).ToArray());
    }

    [Fact]
    public void What_only_begins_like_a_jpeg_stays_as_it_is()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var photo = new byte[300];
            new Random(seed).NextBytes(photo);
            new byte[] { 0xFF, 0xD8, 0xFF, 0xE0 }.CopyTo(photo, 0);
            Assert.Equal(photo, JpegMetadata.Strip(photo).ToArray());
            JpegMetadata.Size(photo);
        }

        byte[] whole = [0xFF, 0xD8, .. Exif(6), .. Picture];
        for (var cut = 2; cut < whole.Length - 1; cut++) Assert.Equal(whole[..cut], JpegMetadata.Strip(whole.AsMemory(0, cut)).ToArray());
    }

    [Fact]
    public void Sizes_are_read_from_the_head()
    {
        byte[] photo = [0xFF, 0xD8, .. Jfif, .. Exif(1), .. Picture];
        Assert.Equal(new PhotoFacts("image/jpeg", 640, 480), PhotoFacts.Read(photo));
        Assert.Equal(new PhotoFacts("image/png", 3, 2), PhotoFacts.Read(Png()));
    }

    [Fact]
    public void Text_and_exif_chunks_leave_a_png_and_the_rest_stays()
    {
        Assert.Equal(Png(), PngMetadata.Strip(Png()).ToArray());
        var clean = PngMetadata.Strip(Png(Chunk("tEXt", "GPS"u8), Chunk("iTXt", "XML:com.adobe.xmp"u8), Chunk("zTXt", "x"u8), Chunk("eXIf", "MM"u8)));
        Assert.Equal(Png(), clean.ToArray());
        byte[] cut = Png(Chunk("tEXt", "GPS"u8))[..60];
        Assert.Equal(cut, PngMetadata.Strip(cut).ToArray());
    }

    [Theory]
    [InlineData(new byte[0], "empty")]
    [InlineData(new byte[] { 1, 2, 3, 4 }, "JPEG")]
    public void A_photo_that_cannot_be_sent_says_why(byte[] photo, string word)
        => Assert.Contains(word, PhotoFacts.Mistake(photo, photo.Length, 100)!, StringComparison.Ordinal);

    [Fact]
    public void A_photo_over_the_limit_is_refused_and_one_on_it_is_not()
    {
        Assert.NotNull(PhotoFacts.Mistake([0xFF, 0xD8, 0xFF], 101, 100));
        Assert.Null(PhotoFacts.Mistake([0xFF, 0xD8, 0xFF], 100, 100));
    }

    private static byte[] Exif(ushort orientation, bool little = true)
    {
        var tiff = new byte[60];
        (little ? "II*\0"u8 : "MM\0*"u8).CopyTo(tiff);
        Put32(tiff, 4, 8, little);
        Put16(tiff, 8, 2, little);
        Put16(tiff, 10, 0x8825, little);
        Put16(tiff, 22, 0x0112, little);
        Put16(tiff, 24, 3, little);
        Put32(tiff, 26, 1, little);
        Put16(tiff, 30, orientation, little);
        "GPS"u8.CopyTo(tiff.AsSpan(40));
        return Segment(0xE1, [.. "Exif\0\0"u8, .. tiff]);
    }

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

    private static byte[] Segment(byte marker, byte[] payload)
    {
        var length = payload.Length + 2;
        return [0xFF, marker, (byte)(length >> 8), (byte)length, .. payload];
    }

    private static byte[] Chunk(string type, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        System.Text.Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        return chunk;
    }

    private static byte[] Png(params byte[][] extra)
        => [0x89, .. "PNG"u8, 13, 10, 26, 10, .. Chunk("IHDR", [0, 0, 0, 3, 0, 0, 0, 2, 8, 2, 0, 0, 0]), .. extra.SelectMany(one => one), .. Chunk("IDAT", [1, 2, 3]), .. Chunk("IEND", [])];
}
