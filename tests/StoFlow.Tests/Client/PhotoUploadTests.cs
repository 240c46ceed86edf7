using System.Net;
using System.Security.Cryptography;
using StoFlow.Client;

namespace StoFlow.Tests.Client;

/// <summary>A photo that goes to the bridge beside its command.</summary>
public sealed class PhotoUploadTests
{
    private static readonly byte[] Photo = [.. MadePhotos.Png(MadePhotos.Chunk("IDAT", new byte[300_000]))];

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public async Task Bytes_that_the_bridge_holds_otherwise_than_they_were_sent_do_not_go_to_the_site(int more, bool same)
    {
        var hash = same ? Convert.ToHexStringLower(SHA256.HashData(Photo)) : new string('0', 64);
        using var played = new PlayedBridge().Then(HttpStatusCode.Created, $$"""{"upload_id":"u1","size":{{Photo.Length + more}},"sha256":"{{hash}}"}""");
        using var client = played.Client(options => options with { StripPhotoLocation = false });

        var odd = await Assert.ThrowsAsync<StoFlowException>(() => client.UploadPhotoAsync(Photo, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(ClientErrorCode.BridgeAnswer, odd.Code);
        Assert.Equal(["/api/uploads"], played.Calls.Select(call => call.Path));
    }

    [Fact]
    public async Task A_photo_of_another_upload_is_not_taken_for_the_one_whose_answer_was_lost()
    {
        using var played = new PlayedBridge().ThenSite("", 504, null).ThenSite("""{"photos":[{"id":9,"temp_uuid":"11111111-2222-4333-8444-555555555555"}]}""").ThenSite("""{"id":10}""");
        using var client = played.Client();
        var photo = await played.Time.RunAsync(client.UploadPhotoAsync(MadePhotos.Jpeg(), idempotencyKey: "k", cancellationToken: TestContext.Current.CancellationToken), TimeSpan.FromSeconds(5));
        Assert.Equal(10, photo.Id);
        Assert.Equal(["k", null, "k-again"], played.Calls.Select(call => call.Key));
    }

    [Fact]
    public async Task The_longest_key_of_a_caller_has_room_for_those_of_its_photos()
    {
        using var played = new PlayedBridge().ThenSite("""{"id":10}""").ThenSite("""{"item":{"id":7}}""");
        using var client = played.Client();
        var key = new string('k', 200);
        var item = new NewItem { Title = "Jean", Description = "Droit", Price = 5, CatalogId = 257, StatusId = 2, Photos = [PhotoSource.FromBytes(MadePhotos.Jpeg())] };
        await client.CreateProductAsync(item, key, TestContext.Current.CancellationToken);
        Assert.Equal(key, played.Calls[1].Key);
        Assert.InRange(played.Calls[0].Key!.Length, 1, 200);
    }

    [Fact]
    public async Task Of_a_stream_hardly_more_is_read_than_may_be_sent()
    {
        using var played = new PlayedBridge().ThenSite("{}");
        using var client = played.Client(options => options with { MaxPhotoBytes = 1_000 });
        using var endless = new MemoryStream([.. MadePhotos.Jpeg(), .. new byte[5_000_000]]);
        await Assert.ThrowsAsync<ValidationException>(() => client.UploadPhotoAsync(endless, cancellationToken: TestContext.Current.CancellationToken));
        Assert.InRange(endless.Position, 1, 200_000);
        Assert.Empty(played.Calls);
    }
}
