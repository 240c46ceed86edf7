using StoFlow.Client;
using static StoFlow.Tests.Client.MadePhotos;

namespace StoFlow.Tests.Client;

public sealed class PhotoMetadataTests
{
    [Fact]
    public void A_jpeg_of_only_its_picture_stays_byte_for_byte()
    {
        var photo = Jpeg(Jfif, Adobe, Icc, Icc, Quantization, Segment(0xDD, [0, 4]), Huffman);
        Assert.Equal(photo, CleanJpeg(photo));
    }

    [Fact]
    public void Exif_xmp_and_iptc_go_and_the_rest_stays()
    {
        var xmp = Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0<x exif:GPSLatitude='48,51N'/>"u8]);
        var iptc = Segment(0xED, [.. "Photoshop 3.0\0 8BIM City Paris"u8]);
        Assert.Equal(Jpeg(Jfif, Icc, Quantization), CleanJpeg(Jpeg(Jfif, Exif(1), xmp, Icc, iptc, Quantization)));
    }

    [Theory]
    [InlineData(true, 0, false)]
    [InlineData(false, 0, false)]
    [InlineData(true, 0xFF, false)]
    [InlineData(true, 0, true)]
    [InlineData(false, 0, true)]
    public void The_orientation_is_kept_and_nothing_else(bool little, byte pad, bool asLong)
    {
        var clean = CleanJpeg(Jpeg(Jfif, Exif(6, little, pad, asLong)))!;
        Assert.Equal([0xFF, 0xD8, .. ExifOrientation.Segment(6), .. Jfif, .. Picture], clean);
        Assert.Equal(6, ExifOrientation.Read(clean.AsSpan(2 + 10, 26)));

        // Once clean it stays as it is, but for the segment being made anew.
        Assert.Equal(clean, CleanJpeg(clean));
    }

    [Fact]
    public void The_first_exif_says_how_the_photo_lies()
    {
        // Long EXIF goes on in a second segment, which begins in the middle of something.
        var photo = Jpeg(Exif(8), Segment(0xE1, [.. "Exif\0\0"u8, .. new byte[40]]));
        Assert.Equal([0xFF, 0xD8, .. ExifOrientation.Segment(8), .. Picture], CleanJpeg(photo));
    }

    [Fact]
    public void A_thumbnail_goes_and_the_head_around_it_stays()
    {
        var withThumbnail = Segment(0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 2, 1, 9, 9, 9, 9, 9, 9]);
        var extension = Segment(0xE0, [.. "JFXX\0"u8, 0x10, 0xFF, 0xD8, 0xFF, 0xD9]);
        Assert.Equal(Jpeg(Jfif), CleanJpeg(Jpeg(withThumbnail, extension)));
    }

    [Fact]
    public void A_picture_that_is_cut_goes_without_its_metadata()
    {
        var whole = Jpeg(Jfif, Exif(1));
        byte[] pure = [0xFF, 0xD8, .. Jfif, .. Picture];
        var firstScan = whole.Length - Picture.Length + Frame.Length + 10;
        for (var cut = 2; cut < whole.Length; cut++)
        {
            var clean = CleanJpeg(whole[..cut]);
            if (cut < firstScan) Assert.Null(clean);
            else Assert.True(clean is not null && clean.AsSpan().EndsWith(End) && pure.AsSpan().StartsWith(clean.AsSpan(..^2)), $"cut at {cut}");
        }

        Assert.Equal(pure, CleanJpeg(whole[..^2]));
    }

    [Fact]
    public void What_only_begins_like_a_jpeg_does_not_go()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var photo = new byte[300];
            new Random(seed).NextBytes(photo);
            new byte[] { 0xFF, 0xD8, 0xFF, 0xE0 }.CopyTo(photo, 0);
            Assert.Null(CleanJpeg(photo));
            JpegMetadata.Size(photo);
        }
    }

    [Fact]
    public void Sizes_are_read_from_the_head()
    {
        Assert.Equal(new PhotoFacts("image/jpeg", 640, 480), PhotoFacts.Read(Jpeg(Jfif, Exif(1))));
        Assert.Equal(new PhotoFacts("image/jpeg", 640, 480), PhotoFacts.Read(Jpeg(Jfif, [0, 0xFF], Exif(1))));
        Assert.Equal(new PhotoFacts("image/png", 3, 2), PhotoFacts.Read(Png()));
    }

    [Fact]
    public void A_png_of_only_its_picture_stays_byte_for_byte()
    {
        var photo = Chunks(
            Header, Chunk("cICP", 1, 13, 0, 1), Chunk("sRGB", 0), Chunk("gAMA", 0, 0, 1, 1), Chunk("cHRM", new byte[32]), Chunk("iCCP", [.. "x\0\0"u8]), Chunk("sBIT", 8, 8, 8),
            Chunk("PLTE", 1, 2, 3), Chunk("tRNS", 1), Chunk("bKGD", 1), Chunk("hIST", 0, 1), Chunk("pHYs", new byte[9]), Chunk("sPLT", [.. "x\0\b"u8]), Chunk("acTL", new byte[8]),
            Chunk("fcTL", new byte[26]), Chunk("IDAT", 1, 2), Chunk("IDAT", 3), Chunk("fcTL", new byte[26]), Chunk("fdAT", 0, 0, 0, 1, 5), Chunk("IEND"));
        Assert.Equal(photo, CleanPng(photo));
    }

    [Fact]
    public void Other_chunks_leave_a_png()
    {
        string[] types = ["tEXt", "iTXt", "zTXt", "eXIf", "tIME", "caBX", "vpAg", "oFFs", "zxIf", "pHYs", "sRGB"];
        var photo = Png([.. types.Select(type => Chunk(type, PlaceBytes))]);
        Assert.Equal(Png(), CleanPng(photo));
        Assert.Equal(Png(), CleanPng(Chunks([Header, Chunk("IDAT", 1, 2, 3), .. types.Select(type => Chunk(type, PlaceBytes)), Chunk("IEND")])));
    }

    [Fact]
    public void A_png_that_is_cut_goes_without_its_metadata()
    {
        var whole = Png(Chunk("eXIf", PlaceBytes));
        var pure = Png();
        var picture = pure.Length - 12 - 15 + 12;
        for (var cut = 8; cut < whole.Length; cut++)
        {
            var clean = CleanPng(whole[..cut]);
            var left = cut - (whole.Length - pure.Length);
            if (left < picture) Assert.Null(clean);
            else Assert.Equal(left < pure.Length - 12 ? pure[..left] : pure, clean);
        }
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

    private static byte[]? CleanJpeg(byte[] photo) => JpegMetadata.Strip(photo)?.ToArray();

    private static byte[]? CleanPng(byte[] photo) => PngMetadata.Strip(photo)?.ToArray();
}
