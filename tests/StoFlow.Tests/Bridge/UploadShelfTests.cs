using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using StoFlow.Bridge;
using StoFlow.Bridge.Commands;
using StoFlow.Bridge.Storage;
using StoFlow.Protocol.Wire;

namespace StoFlow.Tests.Bridge;

/// <summary>Uploads on a manual clock: what is kept how long, and how much of it.</summary>
public sealed class UploadShelfTests : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly SqliteWriter _writer;
    private readonly BridgeOptions _options;

    public UploadShelfTests()
    {
        _writer = new SqliteWriter(new SqliteFile(_folder.File("stoflow.db")), NullLogger<SqliteWriter>.Instance);
        _options = new BridgeOptions { DataDirectory = _folder.Path, Limits = new LimitOptions { MaxUploadBytes = 10_000, AllUploadBytes = 12_000 } };
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_has_expired_stays_while_a_command_needs_it()
    {
        var shelf = Shelf();
        var upload = await AddAsync(shelf, 100);
        var bodies = shelf.Take([Naming(upload)]);
        _time.Advance(TimeSpan.FromHours(_options.Retention.UploadHours + 1));

        Assert.Equal(0, await shelf.SweepAsync(Ct));
        Assert.True(File.Exists(shelf.PathOf(upload.Id)));
        shelf.Release(bodies);
        Assert.Equal(1, await shelf.SweepAsync(Ct));
        Assert.False(File.Exists(shelf.PathOf(upload.Id)));
    }

    [Fact]
    public async Task A_chunk_of_an_upload_that_is_gone_leaves_nothing_on_the_disk()
    {
        var shelf = Shelf();
        var chunks = new UploadChunks(shelf);
        var row = await shelf.AnnounceAsync(4, new string('a', 64), ["demo"], Ct);
        var upload = shelf.Get(row.Id)!;
        using var slow = new Pipe();
        var first = chunks.TakeAsync(upload, 0, SHA256.HashData("1234"u8), slow, Ct);
        var second = chunks.TakeAsync(upload, 0, SHA256.HashData("1234"u8), new MemoryStream("1234"u8.ToArray()), Ct);

        slow.Give("1234"u8.ToArray());
        // It is not the file that was announced; the second waited for its turn meanwhile.
        await Assert.ThrowsAsync<BridgeException>(() => first);
        await Assert.ThrowsAsync<BridgeException>(() => second);

        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(shelf.PathOf(row.Id))!));
    }

    [Fact]
    public async Task What_lay_there_before_a_restart_takes_room_still()
    {
        await AddAsync(Shelf(), 9_000);

        var again = Shelf();
        var full = await Assert.ThrowsAsync<BridgeException>(() => again.AnnounceAsync(9_000, new string('a', 64), ["demo"], Ct));
        Assert.Equal(413, full.Status);
        await again.AnnounceAsync(3_000, new string('a', 64), ["other"], Ct);
    }

    [Fact]
    public async Task One_that_is_as_large_as_all_the_room_fits_and_what_was_held_for_more_than_came_is_free()
    {
        var shelf = new UploadShelf(
            new BridgeOptions { DataDirectory = _folder.Path, Limits = new LimitOptions { MaxUploadBytes = 200_000, AllUploadBytes = 200_000 } },
            new UploadStore(_writer), _time, NullLogger<UploadShelf>.Instance);
        using var content = new MemoryStream(new byte[200_000]);
        var upload = await shelf.AddAsync(content, 200_000, ["demo"], isTransient: false, digest: null, Ct);
        await shelf.DropAsync(shelf.Get(upload.Id)!);

        using var half = new MemoryStream(new byte[100_000]);
        await shelf.AddAsync(half, 200_000, ["demo"], isTransient: false, digest: null, Ct);
        await shelf.AnnounceAsync(100_000, new string('a', 64), ["other"], Ct);
    }

    [Fact]
    public async Task A_file_that_no_record_names_goes_at_the_start()
    {
        var shelf = Shelf();
        var upload = await AddAsync(shelf, 100);
        var stray = shelf.PathOf("upl_cut_off");
        await File.WriteAllBytesAsync(stray, new byte[10], Ct);

        Shelf();
        Assert.False(File.Exists(stray));
        Assert.True(File.Exists(shelf.PathOf(upload.Id)));
    }

    [Fact]
    public async Task An_upload_whose_record_could_not_be_made_takes_no_room()
    {
        var shelf = Shelf();
        // It belongs to the connection, which is opened anew after the failure.
        await _writer.WriteAsync(db => db.Execute("PRAGMA query_only = 1"), Ct);
        Assert.Equal("storage_unavailable", (await Assert.ThrowsAsync<BridgeException>(() => AddAsync(shelf, 9_000))).Code);

        Assert.Equal(9_000, (await AddAsync(shelf, 9_000)).Size);
        Assert.Single(Directory.EnumerateFiles(_folder.File("uploads")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-30)]
    public async Task What_is_announced_and_never_comes_gives_its_room_back(int daysSet)
    {
        var shelf = Shelf();
        await shelf.AnnounceAsync(9_000, new string('a', 64), ["demo"], Ct);
        _time.Set(TimeSpan.FromDays(daysSet));
        _time.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(0, await shelf.SweepAsync(Ct));

        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(1, await shelf.SweepAsync(Ct));
        await shelf.AnnounceAsync(9_000, new string('a', 64), ["demo"], Ct);
    }

    [Fact]
    public async Task What_comes_slowly_stays_and_what_is_whole_waits_to_be_used()
    {
        var (shelf, bytes) = (Shelf(), new byte[300]);
        var chunks = new UploadChunks(shelf);
        var row = await shelf.AnnounceAsync(bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)), ["demo"], Ct);
        for (var at = 0; at < bytes.Length; at += 100)
        {
            using var chunk = new MemoryStream(bytes, at, 100);
            await chunks.TakeAsync(shelf.Get(row.Id)!, at, SHA256.HashData(bytes.AsSpan(at, 100)), chunk, Ct);
            _time.Advance(TimeSpan.FromMinutes(14));
            Assert.Equal(0, await shelf.SweepAsync(Ct));
        }

        _time.Advance(TimeSpan.FromHours(20));
        Assert.Equal(0, await shelf.SweepAsync(Ct));
        Assert.NotNull(shelf.Find(row.Id, "demo"));
    }

    [Fact]
    public async Task A_chunk_on_its_way_keeps_its_upload_and_one_for_an_upload_that_went_is_refused()
    {
        var shelf = Shelf();
        var row = await shelf.AnnounceAsync(100, new string('a', 64), ["demo"], Ct);
        var upload = shelf.Get(row.Id)!;
        await upload.Turn.WaitAsync(Ct);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, await shelf.SweepAsync(Ct));
        upload.Turn.Release();
        Assert.Equal(1, await shelf.SweepAsync(Ct));

        using var late = new MemoryStream(new byte[10]);
        var gone = await Assert.ThrowsAsync<BridgeException>(() => new UploadChunks(shelf).TakeAsync(upload, 0, SHA256.HashData(new byte[10]), late, Ct));
        Assert.Equal("not_found", gone.Code);
        Assert.False(File.Exists(shelf.PathOf(row.Id)));
    }

    private UploadShelf Shelf()
    {
        var shelf = new UploadShelf(_options, new UploadStore(_writer), _time, NullLogger<UploadShelf>.Instance);
        shelf.Load();
        return shelf;
    }

    private static async Task<UploadRow> AddAsync(UploadShelf shelf, int bytes)
    {
        using var content = new MemoryStream(new byte[bytes]);
        return await shelf.AddAsync(content, 0, ["demo"], isTransient: false, digest: null, Ct);
    }

    private static SiteRequest Naming(UploadRow upload) => new(
        "https://www.vinted.fr/api/v2/photos", "POST", "include", "multipart", null, null, null, [new("f", "n", "t/t", new(upload.Id, upload.Size, upload.Sha256))]);

    private sealed class Pipe : MemoryStream
    {
        private readonly TaskCompletionSource<byte[]> _bytes = new();
        private bool _read;

        public void Give(byte[] bytes) => _bytes.SetResult(bytes);

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_read) return 0;
            _read = true;
            var bytes = await _bytes.Task;
            bytes.CopyTo(buffer);
            return bytes.Length;
        }
    }
}
