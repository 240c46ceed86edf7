using System.Collections.Concurrent;
using System.Security.Cryptography;
using StoFlow.Bridge.Storage;
using StoFlow.Bridge.Wire;
using StoFlow.Protocol;
using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Commands;

/// <summary>Photos and other files that requests name: on disk until they expire, and as long as a command may still need them.</summary>
internal sealed partial class UploadShelf
{
    /// <summary>How long one that comes in chunks may stand still: what was announced and never sent must not keep its room for a day.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan LongestCommand = TimeSpan.FromHours(1.5);

    private readonly ConcurrentDictionary<string, Upload> _uploads = new(StringComparer.Ordinal);
    private readonly BridgeOptions _options;
    private readonly UploadStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger<UploadShelf> _log;
    private readonly FairShare _room;
    private readonly string _folder;

    public UploadShelf(BridgeOptions options, UploadStore store, TimeProvider time, ILogger<UploadShelf> log)
    {
        (_options, _store, _time, _log) = (options, store, time, log);
        _room = new FairShare(options.Limits.AllUploadBytes);
        _folder = Path.Combine(options.DataDirectory, "uploads");
        Directory.CreateDirectory(_folder);
    }

    /// <summary>Reads what is on disk; files that no record names are removed.</summary>
    public void Load()
    {
        foreach (var row in _store.All())
        {
            _uploads[row.Id] = new Upload(row, isTransient: false, _time.GetTimestamp());
            _room.Take(OwnerOf(row.Sellers), row.Size);
            if (row.Received is { } received) Cut(PathOf(row.Id), received);
        }

        foreach (var file in Directory.EnumerateFiles(_folder))
            if (!_uploads.ContainsKey(Path.GetFileName(file))) File.Delete(file);
    }

    /// <summary>Takes a stream in, hashing it on its way to the disk.</summary>
    /// <param name="content">The file.</param>
    /// <param name="length">Its size, as far as that is known before: for so much the room is taken at once, and it fits or does not.</param>
    /// <param name="sellers">Whose commands may use it.</param>
    /// <param name="isTransient">It lives no longer than the command it came with.</param>
    /// <param name="digest">The SHA-256 that the caller says it has; null: nothing is said.</param>
    /// <param name="ct">The caller went away: nothing stays.</param>
    /// <exception cref="BridgeException">
    /// <c>invalid_request</c> when it is too big (413), empty or not what the digest says; <c>rate_limited</c>; <c>storage_unavailable</c>.
    /// </exception>
    public async Task<UploadRow> AddAsync(
        Stream content, long length, IReadOnlyList<string> sellers, bool isTransient, byte[]? digest, CancellationToken ct)
    {
        var id = NewId();
        var path = PathOf(id);
        long size = 0;
        try
        {
            (size, var hash) = await SpoolAsync(content, length, path, OwnerOf(sellers), digest, ct);
            var row = new UploadRow(id, sellers, size, hash, _time.GetUtcNow() + (isTransient ? LongestCommand : TimeSpan.FromHours(_options.Retention.UploadHours)));
            await _store.AddAsync(row, ct);
            _uploads[id] = new Upload(row, isTransient, _time.GetTimestamp());
            return row;
        }
        catch (Exception problem)
        {
            _room.Give(OwnerOf(sellers), size);
            File.Delete(path);
            if (problem is not IOException || problem is Microsoft.AspNetCore.Http.BadHttpRequestException || ct.IsCancellationRequested) throw;
            throw new BridgeException(ErrorCode.StorageUnavailable, "The upload could not be stored. Free some disk space, then send it again.", inner: problem);
        }
    }

    /// <summary>The upload of an id that a seller's commands may use; null for any other.</summary>
    public UploadRow? Find(string id, string seller) =>
        _uploads.GetValueOrDefault(id) is { IsWhole: true } upload && upload.May(seller) ? upload.Row : null;

    /// <summary>The upload of an id, whole or not.</summary>
    public Upload? Get(string id) => _uploads.GetValueOrDefault(id);

    /// <summary>Makes room for a file that will come in chunks.</summary>
    /// <param name="size">Of the whole, in bytes.</param>
    /// <param name="sha256">Of the whole, in hex.</param>
    /// <param name="sellers">Whose commands may use it.</param>
    /// <exception cref="BridgeException"><c>invalid_request</c> (413) when it is too big; <c>rate_limited</c>; <c>storage_unavailable</c>.</exception>
    public async Task<UploadRow> AnnounceAsync(long size, string sha256, IReadOnlyList<string> sellers, CancellationToken ct)
    {
        if (size > _options.Limits.MaxUploadBytes) throw TooBig(OneTooBig);
        TakeRoom(OwnerOf(sellers), size);
        var row = new UploadRow(NewId(), sellers, size, sha256, _time.GetUtcNow() + TimeSpan.FromHours(_options.Retention.UploadHours), Received: 0);
        try
        {
            await _store.AddAsync(row, ct);
        }
        catch
        {
            _room.Give(OwnerOf(sellers), size);
            throw;
        }

        _uploads[row.Id] = new Upload(row, isTransient: false, _time.GetTimestamp());
        return row;
    }

    /// <summary>Removes an upload that turned out to be another file than announced.</summary>
    public Task DropAsync(Upload upload) => RemoveAsync([upload.Row], CancellationToken.None);

    /// <summary>The bodies that requests name; they stay until <see cref="Release"/>.</summary>
    public IReadOnlyList<BodySource> Take(IReadOnlyList<SiteRequest>? requests)
    {
        List<BodySource>? bodies = null;
        foreach (var request in requests ?? [])
        {
            foreach (var file in request.Files ?? [])
            {
                (bodies ??= []).Add(new BodySource(file.Body, PathOf(file.Body.BodyId), default));
                if (_uploads.TryGetValue(file.Body.BodyId, out var upload)) upload.Use();
            }
        }

        return bodies ?? (IReadOnlyList<BodySource>)[];
    }

    /// <summary>A command does not need its bodies any more.</summary>
    public void Release(IReadOnlyList<BodySource> bodies)
    {
        foreach (var body in bodies)
            if (_uploads.TryGetValue(body.Body.BodyId, out var upload) && upload.Release() && upload.IsTransient) _ = RemoveQuietlyAsync(upload.Row);
    }

    /// <summary>Content in base64 that came with a call which became no command.</summary>
    public void Discard(IReadOnlyList<SiteRequest>? requests)
    {
        foreach (var request in requests ?? [])
            foreach (var file in request.Files ?? [])
                if (_uploads.TryGetValue(file.Body.BodyId, out var upload) && upload.IsTransient && !upload.InUse) _ = RemoveQuietlyAsync(upload.Row);
    }

    /// <summary>More of an upload is here, and on disk.</summary>
    /// <param name="received">How much; null: all of it.</param>
    public async Task ReceivedAsync(Upload upload, long? received)
    {
        await _store.ReceivedAsync(upload.Row.Id, received);
        upload.Receive(received, _time.GetTimestamp());
    }

    /// <summary>Removes what has expired or was given up half way, and no command needs; how many.</summary>
    public Task<int> SweepAsync(CancellationToken ct) => RemoveAsync(IsOver, ct);

    /// <summary>A seller is gone: what only its commands could use goes, too, and gives its room to others.</summary>
    public Task ForgetAsync(string seller, CancellationToken ct) =>
        RemoveAsync(upload => !upload.InUse && upload.Row.Sellers is [var only] && only == seller, ct);

    private async Task<int> RemoveAsync(Func<Upload, bool> isOver, CancellationToken ct)
    {
        var over = new List<Upload>();
        foreach (var (_, upload) in _uploads)
        {
            // A chunk on its way is a sign of life.
            if (!isOver(upload) || !upload.Turn.Wait(0, CancellationToken.None)) continue;
            if (isOver(upload)) over.Add(upload);
            else upload.Turn.Release();
        }

        try
        {
            if (over.Count > 0) await RemoveAsync([.. over.Select(upload => upload.Row)], ct);
        }
        finally
        {
            foreach (var upload in over) upload.Turn.Release();
        }

        return over.Count;
    }

    // How long it stands still is told by the clock that nobody sets, and that sleeps with the machine: whoever sends goes on when it wakes.
    private bool IsOver(Upload upload) => !upload.InUse
        && (upload.Row.ExpiresAt <= _time.GetUtcNow() || (!upload.IsWhole && _time.GetElapsedTime(upload.HeardAt) >= Patience));

    // What cannot be removed now is swept when it has expired.
    private async Task RemoveQuietlyAsync(UploadRow upload)
    {
        try
        {
            await RemoveAsync([upload], CancellationToken.None);
        }
        catch (Exception problem) when (problem is BridgeException or IOException)
        {
            LogLater(_log, problem);
        }
    }

    private async Task RemoveAsync(IReadOnlyList<UploadRow> uploads, CancellationToken ct)
    {
        await _store.RemoveAsync([.. uploads.Select(upload => upload.Id)], ct);
        foreach (var upload in uploads)
        {
            if (!_uploads.TryRemove(upload.Id, out _)) continue;
            _room.Give(OwnerOf(upload.Sellers), upload.Size);
            File.Delete(PathOf(upload.Id));
        }
    }

    private async Task<(long Size, string Hash)> SpoolAsync(Stream content, long length, string path, string owner, byte[]? digest, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Options = FileOptions.Asynchronous,
            BufferSize = 0,
        });
        var buffer = new byte[64 * 1024];
        byte[] sum;
        var (size, held) = (0L, 0L);
        try
        {
            if (length > _options.Limits.MaxUploadBytes) throw TooBig(OneTooBig);
            TakeRoom(owner, length);
            held = length;
            for (int read; (read = await content.ReadAsync(buffer, ct)) > 0;)
            {
                if (size + read > _options.Limits.MaxUploadBytes) throw TooBig(OneTooBig);
                size += read;
                if (size > held)
                {
                    TakeRoom(owner, size - held);
                    held = size;
                }

                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), ct);
            }

            if (size == 0) throw new BridgeException(ErrorCode.InvalidRequest, "The upload is empty; send the file as the body.");
            sum = hash.GetHashAndReset();
            if (digest is not null && !CryptographicOperations.FixedTimeEquals(sum, digest))
                throw new BridgeException(ErrorCode.InvalidRequest, "The file is not what its SHA-256 says; send it again.", "Content-Digest");
            // A write that names it may be recorded right after: the bytes must be as durable as that record.
            file.Flush(flushToDisk: true);
        }
        catch
        {
            _room.Give(owner, held);
            throw;
        }

        _room.Give(owner, held - size);
        return (size, Convert.ToHexStringLower(sum));
    }

    private void TakeRoom(string owner, long bytes)
    {
        switch (_room.TryTake(owner, bytes))
        {
            case ShareAnswer.Full: throw TooBig(AllTooBig);
            case ShareAnswer.TooMuch:
                throw new BridgeException(
                    ErrorCode.RateLimited, "The uploads of this seller take as much room as they may while others need some, too; use them or wait until they expire.")
                {
                    RetryAfter = TimeSpan.FromMinutes(1),
                };
        }
    }

    private static string OwnerOf(IReadOnlyList<string> sellers) => string.Join(',', sellers);

    private static BridgeException TooBig(string detail) => new(ErrorCode.InvalidRequest, detail) { Status = 413 };

    private const string AllTooBig = "The bridge holds as many uploads as it may; use them or wait until they expire.";

    private string OneTooBig => $"An upload holds at most {_options.Limits.MaxUploadBytes} bytes.";

    private static string NewId() => $"upl_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";

    // What came in after the last chunk that was answered may be half a chunk.
    private static void Cut(string path, long length)
    {
        using var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write);
        RandomAccess.SetLength(file, length);
    }

    /// <summary>Where the bytes of an upload lie.</summary>
    public string PathOf(string id) => Path.Combine(_folder, id);

    [LoggerMessage(1, LogLevel.Warning, "An upload that nobody needs could not be removed; trying again later")]
    private static partial void LogLater(ILogger logger, Exception problem);
}
