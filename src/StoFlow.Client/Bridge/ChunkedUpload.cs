using System.Net.Http.Headers;
using System.Security.Cryptography;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Client;

/// <summary>Sends a big file in chunks, each with its hash: when the line is cut, or the bridge restarts, only the chunk under way is sent again.</summary>
internal sealed class ChunkedUpload(BridgeTransport transport, Stream content, TimeSpan deadline)
{
    /// <summary>Of one chunk, and what is sent whole.</summary>
    public const int ChunkBytes = 4 * 1024 * 1024;

    /// <summary>Sends the stream from where it stands to its end.</summary>
    public async Task<UploadView> RunAsync(CancellationToken cancel)
    {
        var start = content.Position;
        var asked = new UploadRequest(content.Length - start, Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancel).ConfigureAwait(false)));
        var upload = await transport.SendAsync(
            BridgeTransport.Post("api/uploads", asked, ProtocolJson.Relaxed.UploadRequest, deadline), ProtocolJson.Relaxed.UploadView, cancel).ConfigureAwait(false);
        var buffer = new byte[ChunkBytes];
        while (upload.Received is { } received && received < asked.Size)
        {
            content.Position = start + received;
            var length = await content.ReadAtLeastAsync(buffer, (int)Math.Min(buffer.Length, asked.Size - received), throwOnEndOfStream: false, cancel)
                .ConfigureAwait(false);
            upload = await transport.SendAsync(Chunk(upload.UploadId, received, buffer.AsMemory(0, length)), ProtocolJson.Relaxed.UploadView, cancel).ConfigureAwait(false);
        }

        return upload;
    }

    // A chunk that came through although its answer did not is only answered when it is sent again.
    private BridgeCall Chunk(string id, long offset, ReadOnlyMemory<byte> chunk)
    {
        var digest = $"sha-256=:{Convert.ToBase64String(SHA256.HashData(chunk.Span))}:";
        return new BridgeCall(() =>
        {
            var body = new ReadOnlyMemoryContent(chunk) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
            body.Headers.TryAddWithoutValidation("Content-Digest", digest);
            return new HttpRequestMessage(HttpMethod.Patch, $"api/uploads/{id}?offset={offset}") { Content = body };
        }, deadline);
    }
}
