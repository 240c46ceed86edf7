using System.Text.Json;
using StoFlow.Client;
using static StoFlow.Tests.Client.MadePhotos;

namespace StoFlow.Tests.Client;

/// <summary>The place leaves no photo, wherever in it it stands and however the file is damaged.</summary>
public sealed class PhotoPlaceTests
{
    private static readonly byte[] Box = [0, 0, 0, 24, .. "ftypmp42"u8, .. PlaceBytes];
    private static readonly byte[] Xmp = [.. "<?xpacket?><x:xmpmeta>"u8, .. PlaceBytes];
    private static readonly byte[] Iptc = Segment(0xED, [.. "Photoshop 3.0\0"u8, .. PlaceBytes]);

    // Null: the photo is refused.
    private static Dictionary<string, (byte[] Photo, byte[]? Goes)> Photos { get; } = new(StringComparer.Ordinal)
    {
        ["no end marker"] = (Jpeg(Exif(1))[..^2], Jpeg()),
        ["cut in the picture data"] = (Jpeg(Exif(1))[..^3], [.. Jpeg()[..^3], .. End]),
        ["cut between a marker's two bytes"] = (Jpeg(Exif(1))[..^1], Jpeg()),
        ["cut in a table between scans"] = (Jpeg(Exif(1))[..^(End.Length + Scan.Length + 5)], [0xFF, 0xD8, .. Frame, .. Scan, .. End]),
        ["cut in the head"] = (Jpeg(Exif(1))[..90], null),
        ["stray byte in the head"] = (Jpeg(Jfif, [0], Exif(1), [0]), Jpeg(Jfif)),
        ["stray text in the head"] = (Jpeg(Jfif, PlaceBytes, Exif(1), PlaceBytes), Jpeg(Jfif)),
        ["fill bytes"] = (Jpeg([0xFF], Exif(1), [0xFF, 0xFF]), Jpeg()),
        ["start of image twice"] = (Jpeg([0xFF, 0xD8], Exif(1)), null),
        ["exif with a thumbnail and a length that is too short"] = (Jpeg(Segment(0xE1, [.. "Exif\0\0"u8]), PlaceBytes, Jpeg(Quantization)), null),
        ["impossible length"] = (Jpeg([0xFF, 0xE1, 0, 1], PlaceBytes), null),
        ["comment"] = (Jpeg(Segment(0xFE, PlaceBytes)), Jpeg()),
        ["exif with another pad byte"] = (Jpeg(Exif(1, pad: 0xFF)), Jpeg()),
        ["action camera"] = (Jpeg(Segment(0xE6, [.. "GoPro\0"u8, .. PlaceBytes])), Jpeg()),
        ["provenance"] = (Jpeg(Segment(0xEB, [.. "JP\0\0\0\0\0\0jumb c2pa.metadata exif:GPSLatitude "u8, .. PlaceBytes])), Jpeg()),
        ["old Photoshop"] = (Jpeg(Segment(0xED, [.. "Adobe_Photoshop2.5:"u8, .. PlaceBytes])), Jpeg()),
        ["text behind a JFIF head and Adobe's transform"] = (Jpeg([.. Segment(0xE0, [.. Jfif[4..], .. PlaceBytes]), .. Segment(0xEE, [.. Adobe[4..], .. PlaceBytes])]), Jpeg(Jfif, Adobe)),
        ["text behind a table"] = (Jpeg(Segment(0xDB, [.. Quantization[4..], .. PlaceBytes])), null),
        ["reserved marker"] = (Jpeg(Segment(0x4F, PlaceBytes)), null),
        ["metadata between two scans"] = ([0xFF, 0xD8, .. Frame, .. Scan, .. Exif(1), .. Iptc, .. Segment(0xFE, PlaceBytes), .. Scan, .. End], [0xFF, 0xD8, .. Frame, .. Scan, .. Scan, .. End]),
        ["second picture with IPTC behind the end"] = ([.. Jpeg(Segment(0xE2, [.. "MPF\0"u8, 1, 2, 3])), .. Jpeg(Iptc)], Jpeg()),
        ["second picture and no end before it"] = ([.. Jpeg()[..^2], .. Jpeg(Iptc)], Jpeg()),
        ["text behind the end"] = ([.. Jpeg(), .. Xmp], Jpeg()),
        ["text and no end before it"] = ([.. Jpeg()[..^2], .. Xmp], null),
        ["film behind the end"] = ([.. Jpeg(), .. Box], Jpeg()),
        ["film and no end before it"] = ([.. Jpeg()[..^2], .. Box, .. End], null),
        ["png, no end chunk"] = (Png(Chunk("eXIf", PlaceBytes))[..^12], Png()),
        ["png, no end chunk but a few bytes"] = ([.. Png(Chunk("eXIf", PlaceBytes))[..^12], 0, 0, 0], Png()),
        ["png, exif cut behind the picture"] = ([.. Png()[..^12], .. Chunk("eXIf", PlaceBytes)[..^5]], Png()),
        ["png, cut in the picture data"] = (Png(Chunk("eXIf", PlaceBytes))[..^14], Png()[..^14]),
        ["png, picture chunk whose length is too large"] = (Chunks(Header, [0, 1, 0, 0, .. "IDAT"u8], Chunk("eXIf", PlaceBytes), Chunk("IEND")), null),
        ["png, picture chunk whose length is a little too large"] = (Chunks(Header, [0, 0, 0, 9, .. "IDAT"u8, 1, 2, 3, 0, 0, 0, 0], Chunk("eXIf", PlaceBytes), Chunk("IEND")), null),
        ["png, jpeg behind the end"] = ([.. Png(), .. Jpeg(Exif(1))], Png()),
        ["png, film behind the end"] = ([.. Png(), .. Box], Png()),
        ["png, text in the end chunk"] = (Chunks(Header, Chunk("IDAT", 1, 2, 3), Chunk("IEND", PlaceBytes)), Png()),
        ["png, unknown critical chunk"] = (Png(Chunk("ABCD", PlaceBytes)), null),
        ["png, header that lacks bytes and reaches into text"] = (Chunks([0, 0, 0, 13, .. "IHDR"u8, 0, 0, .. PlaceBytes, 0, 0, 0, 0], Chunk("IDAT", 1, 2, 3), Chunk("IEND")), null),
    };

    public static TheoryData<string> Names => [.. Photos.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_does_not_leave(string name)
    {
        var (photo, goes) = Photos[name];
        Assert.Equal(goes, Clean(photo));
        using var played = new PlayedBridge().ThenSite("""{"id":5}""");
        using var client = played.Client();
        var refused = await Record.ExceptionAsync(() => client.UploadPhotoAsync(photo, cancellationToken: TestContext.Current.CancellationToken));
        if (goes is not null)
        {
            Assert.Null(refused);
            Assert.Equal(goes, Sent(played));
            return;
        }

        var mistake = Assert.Single(Assert.IsType<ValidationException>(refused).Mistakes);
        Assert.Equal("photo", mistake.Field);
        Assert.Contains("Save the photo anew", mistake.Message, StringComparison.Ordinal);
        Assert.Empty(played.Calls);

        using var asItIs = played.Client(options => options with { StripPhotoLocation = false });
        await asItIs.UploadPhotoAsync(photo, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(photo, Sent(played));
    }

    [Fact]
    public void What_holds_no_picture_and_what_is_only_padded_goes_byte_for_byte()
    {
        var random = new byte[100_000];
        new Random(1).NextBytes(random);
        byte[][] photos = [[0xFF, 0xD8, 0xFF, 0xE0, .. random, .. End], [0xFF, 0xD8, 0xFF, .. new byte[1_000]], [.. Jpeg(), .. new byte[1_000]], [.. Png()[..8], .. random], [.. Png(), 0, 0]];
        foreach (var photo in photos) Assert.Equal(photo, PurePhoto.Of(photo, photo[0] == 0xFF ? "image/jpeg" : "image/png")?.ToArray());
    }

    [Fact]
    public void Put_anywhere_in_a_jpeg_it_is_gone_and_the_picture_is_the_same()
    {
        string[] known = ["Exif\0\0", "Exif\0\xFF", "http://ns.adobe.com/xap/1.0/\0", "http://ns.adobe.com/xmp/extension/\0", "Photoshop 3.0\0", "MPF\0", "JFXX\0", "JP\0\0", "GoPro\0", "FPXR\0", ""];
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            byte[][] parts = [Jfif, Icc, Adobe, Quantization, Huffman, Frame];
            List<byte> photo = [0xFF, 0xD8];
            foreach (var part in parts)
            {
                for (var more = random.Next(3); more > 0; more--) photo.AddRange(Noise(random));
                photo.AddRange(part);
            }

            photo.AddRange(Scan);
            while (random.Next(2) == 0) photo.AddRange(Named(random));
            photo.AddRange(Huffman);
            while (random.Next(2) == 0) photo.AddRange(Noise(random));
            photo.AddRange(Scan);
            var ended = random.Next(4) > 0;
            if (ended) photo.AddRange(End);
            while (ended && random.Next(2) == 0) photo.AddRange(random.Next(2) == 0 ? Noise(random) : Jpeg(Named(random)));

            var clean = Clean([.. photo]);
            Assert.True(clean is not null && !HasPlace(clean), $"seed {seed}");
            Assert.Equal([0xFF, 0xD8, .. parts.SelectMany(part => part), .. Scan, .. Huffman, .. Scan, .. End], clean);
        }

        byte[] Named(Random random)
        {
            byte[] markers = [0xE0, 0xE1, 0xE1, 0xE2, 0xE3, 0xE6, 0xEB, 0xEC, 0xED, 0xEE, 0xEF, 0xFE];
            return Segment(markers[random.Next(markers.Length)], [.. known[random.Next(known.Length)].Select(letter => (byte)letter), .. PlaceBytes, .. new byte[random.Next(40)]]);
        }

        byte[] Noise(Random random) => random.Next(4) switch { 0 => PlaceBytes, 1 => [0xFF, .. Named(random)], _ => Named(random) };
    }

    [Fact]
    public void Put_anywhere_in_a_png_it_is_gone_and_the_picture_is_the_same()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            byte[][] parts = [Header, Chunk("gAMA", 0, 0, 1, 1), Chunk("PLTE", 1, 2, 3), Chunk("IDAT", 1, 2), Chunk("IDAT", 3)];
            List<byte> photo = [.. Chunks()];
            foreach (var part in parts)
            {
                photo.AddRange(part);
                while (random.Next(2) == 0) photo.AddRange(Chunk(Name(random), PlaceBytes));
            }

            switch (random.Next(3))
            {
                case 0: photo.AddRange([.. Chunk("IEND"), .. PlaceBytes, .. Png(Chunk("eXIf", PlaceBytes))]); break;
                case 1: photo.AddRange(Chunk(Name(random), PlaceBytes)[..random.Next(20)]); break;
            }

            var clean = Clean([.. photo]);
            Assert.True(clean is not null && !HasPlace(clean), $"seed {seed}");
            Assert.Equal(Chunks([.. parts, Chunk("IEND")]), clean);
        }

        // Lower case first: not critical.
        static string Name(Random random) => random.Next(3) switch
        {
            0 => "eXIf",
            1 => "tEXt",
            _ => $"{(char)random.Next('a', 'z' + 1)}{(char)random.Next('A', 'Z' + 1)}{(char)random.Next('a', 'z' + 1)}{(char)random.Next('A', 'Z' + 1)}",
        };
    }

    [Fact(Timeout = 60_000)]
    public Task Damage_of_any_kind_ends_in_a_photo_or_a_refusal() => Task.Run(() =>
    {
        byte[][] whole = [Jpeg(Jfif, Exif(6), Icc, Adobe, Quantization, Huffman), Png(Chunk("eXIf", PlaceBytes), Chunk("acTL", new byte[8])), .. Photos.Values.Select(one => one.Photo)];
        for (var seed = 0; seed < 40_000; seed++)
        {
            var random = new Random(seed);
            var which = seed % 2 == 0 ? seed / 2 % 2 : seed / 2 % whole.Length;
            List<byte> damaged = [.. whole[which]];
            for (var times = random.Next(1, 8); times > 0; times--)
            {
                // The first bytes decide between JPEG, PNG and neither, which is looked at before.
                var at = random.Next(8, damaged.Count);
                switch (random.Next(which < 2 ? 4 : 5))
                {
                    case 0: damaged[at] = (byte)random.Next(256); break;
                    case 1: damaged[at] = 0xFF; break;
                    case 2: damaged.Insert(at, (byte)random.Next(256)); break;
                    case 3: damaged.RemoveRange(at, Math.Min(random.Next(1, 20), damaged.Count - at)); break;
                    default: damaged.InsertRange(at, damaged[8..at]); break;
                }

                if (damaged.Count < 20) break;
            }

            byte[] photo = [.. damaged];
            PhotoFacts.Read(photo);
            var clean = Clean(photo);
            Assert.True(clean is null || clean.Length <= photo.Length + 48, $"seed {seed}");

            // In the others, and where parts are doubled, the place can get into the picture data.
            if (which < 2) Assert.False(HasPlace(clean), $"seed {seed}: the place leaves");
            if (clean is not null) Assert.True(clean.AsSpan().SequenceEqual(Clean(clean)), $"seed {seed}: cleaned again it is another");
        }
    }, TestContext.Current.CancellationToken);

    [Theory(Timeout = 60_000)]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xFF, 0x00 })]
    [InlineData(new byte[] { 0xFF, 0x01 })]
    [InlineData(new byte[] { 0xFF, 0xE1, 0x00, 0x02 })]
    [InlineData(new byte[] { 0xFF, 0xC4, 0x00, 0x02 })]
    [InlineData(new byte[] { 0x00, (byte)'f', (byte)'t', (byte)'y', (byte)'p' })]
    [InlineData(new byte[] { 0, 0, 0, 0, (byte)'t', (byte)'E', (byte)'X', (byte)'t', 0, 0, 0, 0 })]
    public Task Much_of_one_kind_takes_no_long_time(byte[] unit) => Task.Run(() =>
    {
        var many = Enumerable.Repeat(unit, 10_000_000 / unit.Length).SelectMany(bytes => bytes).ToArray();
        Clean(Jpeg(many));
        Clean([0xFF, 0xD8, .. Frame, .. Scan, .. many, .. End]);
        Clean(Png(many));
        Clean(Png(Chunk("IDAT", many)));
    }, TestContext.Current.CancellationToken);

    private static byte[]? Clean(byte[] photo) => (photo[0] == 0xFF ? JpegMetadata.Strip(photo) : PngMetadata.Strip(photo))?.ToArray();

    private static byte[] Sent(PlayedBridge played)
    {
        using var body = JsonDocument.Parse(played.Calls[^1].Body);
        return body.RootElement.GetProperty("request").GetProperty("files")[0].GetProperty("content").GetBytesFromBase64();
    }
}
