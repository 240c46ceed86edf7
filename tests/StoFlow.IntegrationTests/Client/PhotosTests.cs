using StoFlow.Client;

namespace StoFlow.IntegrationTests.Client;

public abstract class PhotosTests(Way way)
{
    [Theory]
    [InlineData(300)]
    [InlineData(400_000)]
    [InlineData(10 * 1024 * 1024 - 50)]
    public async Task A_photo_arrives_byte_for_byte(int size)
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        var photo = TestPhotos.Jpeg(pictureBytes: size);
        using var stream = new MemoryStream(photo);
        var uploaded = await shop.Client.UploadPhotoAsync(stream, "a.jpg", cancellationToken: ShopFixture.Cancel);
        var line = Assert.Single(await shop.LedgerAsync("photo_uploaded"));
        Assert.Equal(ItemsTests.Sha(photo), (string?)line["sha256"]);
        Assert.Equal((long)line["photo_id"]!, uploaded.Id);
        Assert.Equal((640, 480), (uploaded.Width, uploaded.Height));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Place_and_camera_leave_the_photo_unless_that_is_switched_off(bool strip)
    {
        await using var shop = await ShopFixture.OpenAsync(way, change: options => options with { StripPhotoLocation = strip });
        byte[] photo = [.. TestPhotos.Jpeg(TestPhotos.Exif(1)), .. TestPhotos.Jpeg(TestPhotos.Exif(1), seed: 2)];
        await shop.Client.UploadPhotoAsync(photo, cancellationToken: ShopFixture.Cancel);
        var sent = (string?)(await shop.LedgerAsync("photo_uploaded"))[0]["sha256"];
        Assert.Equal(ItemsTests.Sha(strip ? TestPhotos.Jpeg() : photo), sent);
    }

    [Fact]
    public async Task A_photo_that_cannot_be_followed_is_refused_before_the_site_sees_it()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        var cutInItsHead = TestPhotos.Jpeg(TestPhotos.Exif(1))[..60];
        var refused = await Assert.ThrowsAsync<ValidationException>(() => shop.Client.UploadPhotoAsync(cutInItsHead, cancellationToken: ShopFixture.Cancel));
        Assert.Equal("photo", Assert.Single(refused.Mistakes).Field);
        Assert.Empty(await shop.LedgerAsync("photo_uploaded"));
    }

    [Fact]
    public async Task A_photo_that_is_none_is_refused_before_the_site_sees_it()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        var refused = await Assert.ThrowsAsync<ValidationException>(() => shop.Client.UploadPhotoAsync("GIF89a"u8.ToArray(), cancellationToken: ShopFixture.Cancel));
        Assert.Equal("photo", Assert.Single(refused.Mistakes).Field);
        Assert.Empty(await shop.LedgerAsync("photo_uploaded"));
    }

    [Fact]
    public async Task Of_several_photos_none_goes_up_before_all_are_right()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        using var gif = new MemoryStream("GIF89a, and more of it"u8.ToArray());
        using var empty = new MemoryStream();
        var item = ItemsTests.New(TestPhotos.Jpeg()) with { Photos = [PhotoSource.FromBytes(TestPhotos.Jpeg()), PhotoSource.FromStream(gif), PhotoSource.FromStream(empty)] };

        var refused = await Assert.ThrowsAsync<ValidationException>(() => shop.Client.CreateProductAsync(item, cancellationToken: ShopFixture.Cancel));

        Assert.Equal(["photos[1]", "photos[2]"], refused.Mistakes.Select(mistake => mistake.Field));
        Assert.Empty(await shop.LedgerAsync("photo_uploaded"));
    }

    [Fact]
    public async Task Photos_that_are_added_at_the_same_time_are_all_there()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        var made = await shop.Client.CreateProductAsync(ItemsTests.New(TestPhotos.Jpeg(seed: 1)), cancellationToken: ShopFixture.Cancel);

        await Task.WhenAll(Enumerable.Range(2, 4).Select(seed => shop.Client.UploadPhotoAsync(made.Id, TestPhotos.Jpeg(seed: seed), cancellationToken: ShopFixture.Cancel)));

        Assert.Equal(5, (await shop.Client.Items.GetAsync(made.Id, ShopFixture.Cancel)).Photos.Count);
    }

    [Fact]
    public async Task A_photo_that_is_added_again_under_the_same_key_is_added_once()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        byte[][] files = [TestPhotos.Jpeg(seed: 1), TestPhotos.Jpeg(seed: 2)];
        var made = await shop.Client.CreateProductAsync(ItemsTests.New(files[0]), cancellationToken: ShopFixture.Cancel);

        var first = await shop.Client.Photos.AddAsync(made.Id, PhotoSource.FromBytes(files[1]), "k", ShopFixture.Cancel);
        var again = await shop.Client.Photos.AddAsync(made.Id, PhotoSource.FromBytes(files[1]), "k", ShopFixture.Cancel);

        Assert.Equal(first.Photos.Select(photo => photo.Id), again.Photos.Select(photo => photo.Id));
        await AssertPhotosAsync(shop, made.Id, files[0], files[1]);
    }

    [Fact]
    public async Task Photos_of_an_item_are_added_ordered_removed_and_replaced()
    {
        await using var shop = await ShopFixture.OpenAsync(way);
        byte[][] files = [TestPhotos.Jpeg(seed: 1), TestPhotos.Jpeg(seed: 2), TestPhotos.Jpeg(seed: 3), TestPhotos.Jpeg(seed: 4)];
        var made = await shop.Client.CreateProductAsync(ItemsTests.New(files[0]), cancellationToken: ShopFixture.Cancel);

        await shop.Client.UploadPhotoAsync(made.Id, files[1], cancellationToken: ShopFixture.Cancel);
        await shop.Client.Photos.AddAsync(made.Id, PhotoSource.FromBytes(files[2]), cancel: ShopFixture.Cancel);
        await AssertPhotosAsync(shop, made.Id, files[0], files[1], files[2]);

        var ids = (await shop.Client.Items.GetAsync(made.Id, ShopFixture.Cancel)).Photos.Select(photo => photo.Id).ToArray();
        await shop.Client.Photos.OrderAsync(made.Id, [ids[2], ids[0], ids[1]], cancel: ShopFixture.Cancel);
        await AssertPhotosAsync(shop, made.Id, files[2], files[0], files[1]);

        await shop.Client.Photos.RemoveAsync(made.Id, ids[0], cancel: ShopFixture.Cancel);
        await AssertPhotosAsync(shop, made.Id, files[2], files[1]);

        await shop.Client.Photos.ReplaceAsync(made.Id, [PhotoSource.FromBytes(files[3]), PhotoSource.Uploaded(ids[1])], cancel: ShopFixture.Cancel);
        await AssertPhotosAsync(shop, made.Id, files[3], files[1]);

        var wrong = await Assert.ThrowsAsync<ValidationException>(() => shop.Client.Photos.OrderAsync(made.Id, [ids[1]], cancel: ShopFixture.Cancel));
        Assert.Equal("photos", wrong.Mistakes[0].Field);
    }

    private static async Task AssertPhotosAsync(ShopFixture shop, long itemId, params byte[][] files)
        => Assert.Equal(string.Join(' ', files.Select(ItemsTests.Sha)), string.Join(' ', (await shop.ItemAsync(itemId))["photo_sha256"]!.AsArray().Select(sha => (string)sha!)));
}
