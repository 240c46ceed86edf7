using System.Security.Cryptography;
using StoFlow.Bridge.Storage;
using StoFlow.Protocol;

namespace StoFlow.Bridge.Commands;

/// <summary>
/// Takes an upload chunk by chunk: each with its hash, each on the disk before it is answered. So a transfer that was cut, by the line or by
/// a restart of the bridge, goes on where it stopped; and no chunk is ever in memory as a whole.
/// </summary>
internal sealed class UploadChunks(UploadShelf shelf)
{
    /// <summary>The largest chunk, in bytes.</summary>
    public const int MostBytes = 8 * 1024 * 1024;

    /// <summary>Takes the chunk that begins at <paramref name="offset"/>. One that is here already is only answered.</summary>
    /// <param name="upload">Which.</param>
    /// <param name="offset">In bytes.</param>
    /// <param name="digest">SHA-256 of the chunk.</param>
    /// <param name="content">The chunk.</param>
    /// <param name="ct">The caller went away: what came of the chunk does not count.</param>
    /// <exception cref="BridgeException"><c>invalid_request</c>: it does not begin where it is due (409), is not what its digest says, or the whole is not.</exception>
    public async Task<UploadRow> TakeAsync(Upload upload, long offset, byte[] digest, Stream content, CancellationToken ct)
    {
        if (offset < 0) throw BridgeException.OfField("offset", "at least 0, in bytes.");
        await upload.Turn.WaitAsync(ct);
        try
        {
            // It may have gone while this chunk waited for its turn, and its file must not come back.
            if (!IsHere(upload)) throw Gone();
            var received = upload.Row.Received ?? upload.Row.Size;
            if (offset < received) return upload.Row;
            if (upload.IsWhole)
                throw new BridgeException(ErrorCode.InvalidRequest, $"offset: all {received} bytes are here; nothing more is due.", "offset") { Status = 409 };
            if (offset > received)
                throw new BridgeException(ErrorCode.InvalidRequest, $"offset: {received} is due; that much is here.", "offset") { Status = 409 };
            var next = received + await WriteAsync(upload.Row, received, digest, content, ct);
            if (next == upload.Row.Size) await CheckAsync(upload);
            await shelf.ReceivedAsync(upload, next == upload.Row.Size ? null : next);
            return IsHere(upload) ? upload.Row : throw Gone();
        }
        catch (IOException problem) when (problem is not Microsoft.AspNetCore.Http.BadHttpRequestException && !ct.IsCancellationRequested)
        {
            throw new BridgeException(ErrorCode.StorageUnavailable, "The chunk could not be stored. Free some disk space, then send it again.", inner: problem);
        }
        finally
        {
            // It was dropped while the chunk came or before: what was written since is nobody's, and counted nowhere.
            if (!IsHere(upload)) File.Delete(shelf.PathOf(upload.Row.Id));
            upload.Turn.Release();
        }
    }

    private bool IsHere(Upload upload) => shelf.Get(upload.Row.Id) == upload;

    private static BridgeException Gone() => new(ErrorCode.NotFound, "The upload has expired, or was not the file that was announced; begin it anew.");

    private async Task<long> WriteAsync(UploadRow row, long at, byte[] digest, Stream content, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var file = File.OpenHandle(shelf.PathOf(row.Id), FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, FileOptions.Asynchronous);
        var buffer = new byte[64 * 1024];
        long length = 0;
        for (int read; (read = await content.ReadAsync(buffer, ct)) > 0; length += read)
        {
            if (length + read > MostBytes) throw new BridgeException(ErrorCode.InvalidRequest, $"A chunk holds at most {MostBytes} bytes.") { Status = 413 };
            if (at + length + read > row.Size) throw new BridgeException(ErrorCode.InvalidRequest, $"The chunk goes beyond the {row.Size} bytes that were announced.");
            hash.AppendData(buffer, 0, read);
            await RandomAccess.WriteAsync(file, buffer.AsMemory(0, read), at + length, ct);
        }

        if (length == 0) throw new BridgeException(ErrorCode.InvalidRequest, "The chunk is empty; send the bytes from offset on as the body.");
        if (!CryptographicOperations.FixedTimeEquals(hash.GetHashAndReset(), digest))
            throw new BridgeException(ErrorCode.InvalidRequest, "The chunk is not what its SHA-256 says; send it again.", "Content-Digest");
        RandomAccess.FlushToDisk(file);
        return length;
    }

    private async Task CheckAsync(Upload upload)
    {
        string hash;
        await using (var file = File.OpenRead(shelf.PathOf(upload.Row.Id))) hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(file));
        if (hash == upload.Row.Sha256) return;
        await shelf.DropAsync(upload);
        throw new BridgeException(ErrorCode.InvalidRequest, "The file is not the one that was announced; its SHA-256 is another. Begin the upload anew.", "sha256");
    }
}
