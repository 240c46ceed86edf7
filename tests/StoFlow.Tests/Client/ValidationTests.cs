using StoFlow.Client;

namespace StoFlow.Tests.Client;

public sealed class ValidationTests
{
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xD9];

    private static NewItem Good => new()
    {
        Title = "Jean droit",
        Description = "Peu porté",
        Price = 1,
        CatalogId = 257,
        StatusId = 2,
        Photos = [PhotoSource.FromBytes(Jpeg)],
    };

    [Fact]
    public void A_good_item_passes()
    {
        Assert.Empty(Good.Validate());
        Assert.Empty((Good with { Title = new string('x', 100), Description = new string('x', 2000), ColorIds = [1, 2], MaterialIds = [1, 2, 3] }).Validate());
        Assert.Empty((Good with { Photos = [.. Enumerable.Range(1, 20).Select(n => PhotoSource.Uploaded(n))] }).Validate());
        Assert.Empty((Good with { StatusId = null, Attributes = [new ItemAttribute("condition", [2])] }).Validate());
    }

    [Fact]
    public async Task All_mistakes_are_told_at_once_and_nothing_is_sent()
    {
        using var played = new PlayedBridge().ThenSite("{}");
        using var client = played.Client();
        var wrong = new NewItem
        {
            Title = " ",
            Description = new string('x', 2001),
            Price = 0.99m,
            CatalogId = 0,
            BrandId = -1,
            Brand = "Own",
            MeasurementWidth = -4,
            StatusId = 7,
            ColorIds = [1, 2, 3],
            MaterialIds = [1, 2, 3, 4],
            PackageSizeId = 0,
            Attributes = [new ItemAttribute("x", [1]), new ItemAttribute("x", [2])],
            DomesticShipment = -1,
            Photos = [PhotoSource.Uploaded(1), PhotoSource.FromBytes("text"u8.ToArray()), PhotoSource.Uploaded(1), PhotoSource.FromFile("/no/such/file.jpg")],
        };
        var thrown = await Assert.ThrowsAsync<ValidationException>(() => client.CreateProductAsync(wrong, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(
            "title description price catalog_id brand_id brand status_id color_ids material package_size_id item_attributes measurement_width measurement_unit shipment_prices.domestic photos[1] photos[3] photos",
            string.Join(' ', thrown.Mistakes.Select(mistake => mistake.Field)));
        Assert.Equal("invalid_request", thrown.Code);
        Assert.Empty(played.Calls);
    }

    [Fact]
    public async Task What_only_reading_a_photo_shows_is_told_with_the_rest()
    {
        using var played = new PlayedBridge().ThenSite("{}");
        using var client = played.Client();
        using var text = new MemoryStream("text"u8.ToArray());
        byte[] noWidth = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R', 0, 0, 0, 0, 0, 0, 0, 1];
        PhotoSource[] photos = [PhotoSource.FromStream(text), PhotoSource.FromBytes(noWidth), PhotoSource.FromBytes("text"u8.ToArray())];

        var create = await Assert.ThrowsAsync<ValidationException>(() => client.CreateProductAsync(Good with { Title = "", Photos = photos }, cancellationToken: TestContext.Current.CancellationToken));
        text.Position = 0;
        var update = await Assert.ThrowsAsync<ValidationException>(
            () => client.UpdateProductAsync(1, new ItemChanges { Title = "", Photos = [photos[0]] }, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(["photos[0]", "photos[1]", "photos[2]", "title"], create.Mistakes.Select(mistake => mistake.Field).Order(StringComparer.Ordinal));
        Assert.Equal(["photos[0]", "title"], update.Mistakes.Select(mistake => mistake.Field).Order(StringComparer.Ordinal));
        Assert.Empty(played.Calls);
    }

    [Fact]
    public void A_text_cut_in_the_middle_of_a_character_is_a_mistake()
    {
        var cut = "Robe 👗"[..^1];
        Assert.Equal("title", Assert.Single((Good with { Title = cut }).Validate()).Field);
        Assert.Equal("description", Assert.Single((Good with { Description = cut + " longue" }).Validate()).Field);
        Assert.Equal("title", Assert.Single(new ItemChanges { Title = cut }.Validate()).Field);
        var everywhere = Good with { Isbn = cut, Author = cut, BookTitle = cut, Manufacturer = cut, ManufacturerLabelling = cut, MeasurementUnit = cut, Attributes = [new ItemAttribute(cut, [1])] };
        Assert.Equal(
            ["author", "book_title", "isbn", "item_attributes", "manufacturer", "manufacturer_labelling", "measurement_unit"],
            everywhere.Validate().Select(mistake => mistake.Field).Order(StringComparer.Ordinal));
        Assert.Empty((Good with { Title = "Robe 👗 👩‍🎨 𠮷野" }).Validate());
    }

    [Fact]
    public void A_list_that_is_null_counts_as_empty()
    {
        var nulls = Good with { ColorIds = null!, MaterialIds = null!, Attributes = null!, Photos = null! };
        Assert.Equal("photos", Assert.Single(nulls.Validate()).Field);
        Assert.Equal("description", Assert.Single((Good with { Description = " " }).Validate()).Field);
    }

    [Fact]
    public void An_entry_that_is_null_is_a_mistake()
    {
        var nulls = Good with { Attributes = [null!, new ItemAttribute(null!, null!)], Photos = [null!, PhotoSource.Uploaded(1)] };
        Assert.Equal("item_attributes item_attributes photos[0]", string.Join(' ', nulls.Validate().Select(mistake => mistake.Field)));
        Assert.Equal("item_attributes photos[0]", string.Join(' ', new ItemChanges { Attributes = [null!], Photos = [null!] }.Validate().Select(mistake => mistake.Field)));
        Assert.Empty((Good with { Attributes = [new ItemAttribute("material", null!)] }).Validate());
    }

    [Fact]
    public async Task A_file_that_cannot_be_opened_is_a_mistake_of_its_field_beside_the_others()
    {
        var path = Path.GetTempFileName();
        try
        {
            await using var held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            using var played = new PlayedBridge().ThenSite("{}");
            using var client = played.Client();
            PhotoSource[] photos = [PhotoSource.FromFile(path), PhotoSource.FromFile("")];

            var create = await Assert.ThrowsAsync<ValidationException>(() => client.CreateProductAsync(Good with { Title = "", Photos = photos }, cancellationToken: TestContext.Current.CancellationToken));
            Assert.Equal("title photos[0] photos[1]", string.Join(' ', create.Mistakes.Select(mistake => mistake.Field)));
            foreach (var photo in photos.Append(PhotoSource.FromFile("/no/such/file.jpg")))
                await Assert.ThrowsAsync<ValidationException>(() => client.Photos.UploadAsync(photo, cancel: TestContext.Current.CancellationToken));
            Assert.Empty(played.Calls);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(0, "photos")]
    [InlineData(21, "photos")]
    public void One_to_twenty_photos(int count, string field)
        => Assert.Equal(field, Assert.Single((Good with { Photos = [.. Enumerable.Range(1, count).Select(n => PhotoSource.Uploaded(n))] }).Validate()).Field);

    [Fact]
    public void A_draft_may_be_incomplete_but_not_wrong()
    {
        var draft = new NewItem { Title = "", Description = "", Price = 0, CatalogId = 0 };
        Assert.Empty(draft.Validate(draft: true));
        Assert.Equal("title", Assert.Single((draft with { Title = new string('x', 101) }).Validate(draft: true)).Field);
        Assert.Equal("catalog_id", Assert.Single((draft with { CatalogId = -257 }).Validate(draft: true)).Field);
    }

    [Fact]
    public void Changes_are_checked_and_none_is_a_mistake()
    {
        Assert.Equal("changes", Assert.Single(new ItemChanges().Validate()).Field);
        Assert.Equal("price", Assert.Single(new ItemChanges { Price = 1.001m }.Validate()).Field);
        Assert.Equal("photos", Assert.Single(new ItemChanges { Photos = [] }.Validate()).Field);
        Assert.Equal("brand", Assert.Single(new ItemChanges { BrandId = 53, Brand = "Own" }.Validate()).Field);
        Assert.Equal("brand", Assert.Single(new ItemChanges { Brand = " " }.Validate()).Field);
        Assert.Empty(new ItemChanges { ColorIds = [] }.Validate());
    }
}
