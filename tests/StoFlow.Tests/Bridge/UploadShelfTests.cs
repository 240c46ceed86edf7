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
        var upload = await shelf.AddAsync(content, 200_000, ["demo"], isTransient: false, Ct);
        await shelf.DropAsync(shelf.Get(upload.Id)!);

        using var half = new MemoryStream(new byte[100_000]);
        await shelf.AddAsync(half, 200_000, ["demo"], isTransient: false, Ct);
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
}
