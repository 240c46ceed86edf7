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
}
