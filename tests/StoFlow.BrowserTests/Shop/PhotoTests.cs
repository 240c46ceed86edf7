using StoFlow.Client;
using StoFlow.Harness.Demo;

namespace StoFlow.BrowserTests.Shop;

/// <summary>Photos: byte-equal at the site, in the order wanted.</summary>
public abstract class PhotoTests(HouseFixture fixture) : ShopTest(fixture)
{
    [Theory]
    [InlineData(64)]
    [InlineData(300 * 1024)]
    [InlineData(10 * 1024 * 1024)]
    public async Task A_photo_arrives_byte_equal(int size)
    {
        var photo = DemoPhoto.Make(size, seed: size);
        using var stream = new MemoryStream(photo);

        await Client.UploadPhotoAsync(stream, cancellationToken: Ct);

        var entry = Assert.Single(await LedgerAsync());
        Assert.Equal(("photo_uploaded", DemoPhoto.Sha256(photo)), (entry.Effect, entry.Sha256));
    }

    [Fact]
    public async Task The_photos_of_an_item_are_added_ordered_removed_and_replaced()
    {
        var item = await Client.CreateProductAsync(Jeans(Photo(51)), cancellationToken: Ct);
        await Client.UploadPhotoAsync(item.Id, DemoPhoto.Make(2_000, 52), cancellationToken: Ct);
        await Client.Photos.AddAsync(item.Id, Photo(53), cancel: Ct);
        await AssertPhotosAsync(item.Id, 51, 52, 53);

        var ids = (await Client.Items.GetAsync(item.Id, Ct)).Photos.Select(photo => photo.Id).ToArray();
        await Client.Photos.OrderAsync(item.Id, [ids[2], ids[0], ids[1]], cancel: Ct);
        await AssertPhotosAsync(item.Id, 53, 51, 52);

        await Client.Photos.RemoveAsync(item.Id, ids[0], cancel: Ct);
        await AssertPhotosAsync(item.Id, 53, 52);

        await Client.Photos.ReplaceAsync(item.Id, [Photo(54), PhotoSource.Uploaded(ids[1])], cancel: Ct);
        await AssertPhotosAsync(item.Id, 54, 52);
        Assert.Equal(4, (await EffectsAsync()).Count(effect => effect == "photo_uploaded"));
        Assert.Equal(5, (await EffectsAsync()).Count(effect => effect == "item_updated"));
    }

    [Fact]
    public async Task What_is_no_photo_does_not_reach_the_site()
    {
        await Assert.ThrowsAsync<ValidationException>(() => Client.UploadPhotoAsync("GIF89a"u8.ToArray(), cancellationToken: Ct));

        Assert.Empty(await LedgerAsync());
    }

    private async Task AssertPhotosAsync(long itemId, params int[] seeds) =>
        Assert.Equal(seeds.Select(Sha), (await House.Control.ItemAsync(itemId, Ct)).PhotoSha256);
}

/// <inheritdoc/>
[Collection<FirefoxHouse>]
public sealed class FirefoxPhotoTests(FirefoxHouse fixture) : PhotoTests(fixture);

/// <inheritdoc/>
[Collection<ChromiumHouse>]
public sealed class ChromiumPhotoTests(ChromiumHouse fixture) : PhotoTests(fixture);
