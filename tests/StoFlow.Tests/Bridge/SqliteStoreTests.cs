using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using StoFlow.Bridge;
using StoFlow.Bridge.Storage;

namespace StoFlow.Tests.Bridge;

/// <summary>The contract of the store, in SQLite, and its one writer.</summary>
public sealed class SqliteStoreTests : CommandStoreContract, IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private SqliteWriter _writer = null!;

    private protected override ICommandStore Store => new SqliteCommandStore(_writer);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _writer = Open();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task One_failing_item_does_not_fail_those_committed_with_it()
    {
        using var gate = new ManualResetEventSlim();
        var first = _writer.WriteAsync(_ => { gate.Wait(Ct); return 0; }, Ct);
        var good = Enumerable.Range(0, 50).Select(i => Put($"n{i}")).ToList();
        var bad = _writer.WriteAsync<int>(db => { Insert(db, "undone"); throw new InvalidOperationException("mine"); }, Ct);
        var broken = _writer.WriteAsync(db => { Insert(db, "undone2"); return Insert(db, "n1"); }, Ct);
        var last = Put("last");
        gate.Set();

        await first;
        await Task.WhenAll(good.Append(last));
        Assert.Equal("mine", (await Assert.ThrowsAsync<InvalidOperationException>(() => bad)).Message);
        Assert.Equal(19, (await Assert.ThrowsAsync<SqliteException>(() => broken)).SqliteErrorCode);
        Assert.Equal(51, Count("n%") + Count("last"));
        Assert.Equal(0, Count("undone%"));
        Assert.True(_writer.Healthy);
    }

    [Fact]
    public async Task A_full_disk_fails_the_commit_says_so_and_passes_when_there_is_room()
    {
        // The page limit belongs to the connection, so it goes when the writer opens a new one.
        await _writer.WriteAsync(db => db.Execute("PRAGMA max_page_count = 1"), Ct);
        var problem = await Assert.ThrowsAsync<BridgeException>(() => _writer.WriteAsync(db => Insert(db, "big", new string('x', 1_000_000)), Ct));
        Assert.Equal("storage_unavailable", problem.Code);
        Assert.False(_writer.Healthy);
        Assert.Equal(0, Count("big"));

        await _writer.WriteAsync(db => Insert(db, "big", new string('x', 1_000_000)), Ct);

        Assert.Equal(1, Count("big"));
        Assert.True(_writer.Healthy);
    }

    [Fact]
    public async Task A_seller_with_many_records_leaves_in_many_commits_so_that_others_need_not_wait()
    {
        const int many = 1_200;
        await FillAsync(many, "anna");
        await FillAsync(10, "bert");
        var commits = Commits();

        await Store.RetireSellerAsync("anna", "anna (removed)", Ct);

        Assert.InRange(commits(), 3, many);
        Assert.Equal(many, (await Store.PageAsync(new CommandQuery(["anna (removed)"], null, null, 5_000), Ct)).Count);
        Assert.Equal(10, (await Store.PageAsync(new CommandQuery(["bert"], null, null, 5_000), Ct)).Count);
        Assert.Empty(await Store.PageAsync(new CommandQuery(["anna"], null, null, 5_000), Ct));
    }

    [Fact]
    public async Task A_look_for_what_is_old_that_finds_nothing_holds_up_no_write()
    {
        await FillAsync(10, "anna");
        var commits = Commits();

        Assert.Equal(0, await Store.ForgetAsync(DateTimeOffset.UnixEpoch, 1_000, Ct));

        Assert.Equal(0, commits());
    }

    [Fact]
    public async Task What_was_written_is_there_after_a_restart_and_the_id_stays()
    {
        await Put("kept");
        var id = _writer.BridgeId();
        await _writer.DisposeAsync();
        _writer = Open();

        Assert.Equal(1, Count("kept"));
        Assert.Equal(id, _writer.BridgeId());
        Assert.Equal(32, id.Length);
    }

    [Fact]
    public async Task Closed_it_is_one_file()
    {
        await Put("kept");
        Assert.Equal(1, Count("kept"));

        await _writer.DisposeAsync();

        Assert.Single(Directory.EnumerateFiles(_folder.Path));
    }

    [Fact]
    public async Task A_store_of_a_newer_version_is_left_alone()
    {
        await _writer.WriteAsync(db => db.Execute("INSERT INTO schema_steps (name) VALUES ('9999-future.sql')"), Ct);
        await _writer.DisposeAsync();

        var problem = Assert.Throws<IOException>(() => Open());
        Assert.Contains("9999-future.sql", problem.Message, StringComparison.Ordinal);

        using (var db = new SqliteConnection($"Data Source={_folder.File("stoflow.db")};Pooling=False"))
        {
            db.Open();
            db.Execute("DELETE FROM schema_steps WHERE name = '9999-future.sql'");
        }

        _writer = Open();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_store_of_an_older_version_is_brought_up_to_date_with_all_that_it_holds(int steps)
    {
        await _writer.DisposeAsync();
        MakeOld(steps, "INSERT INTO meta (name, value) VALUES ('kept', 'as it was')",
            "INSERT INTO uploads (id, sellers, size, sha256, expires_at) VALUES ('u1', '[\"anna\"]', 7, 'ab', 4000000000000)",
            "INSERT INTO lanes (seller, site, code, detail, until, attempts) VALUES ('anna', 'www.vinted.fr', 'lane_paused', 'by hand', NULL, 0)",
            """
            INSERT INTO commands (id, seller, site, action, backend, owner, idempotency_key, body_hash, created_at, deadline, state)
            VALUES ('c1', 'anna', 'www.vinted.fr', 'EXECUTE_HTTP_REQUEST', 'shop', 't1', 'k1', x'01', 1, 2, 0)
            """);

        _writer = Open("old.db");

        Assert.Equal(1, Count("kept"));
        Assert.Equal("c1", Assert.Single(await Store.UnendedAsync(Ct)).Head.Id);
        Assert.Equal("c1", (await Store.FindByKeyAsync("anna", "t1", "k1", Ct))!.Head.Id);
        var upload = Assert.Single(new UploadStore(_writer).All());
        Assert.Equal(("u1", "anna", 7L, null), (upload.Id, Assert.Single(upload.Sellers), upload.Size, upload.Received));
        Assert.Null(Assert.Single(new LaneStore(_writer).All()).LimitUntil);
        Assert.Empty(new AuditStore(_writer).Page(null, null, 10).Entries);
    }

    [Fact]
    public async Task After_its_end_nothing_is_taken()
    {
        await _writer.DisposeAsync();

        Assert.Equal("storage_unavailable", (await Assert.ThrowsAsync<BridgeException>(() => Put("late"))).Code);
    }

    private SqliteWriter Open(string file = "stoflow.db") => new(new SqliteFile(_folder.File(file)), NullLogger<SqliteWriter>.Instance);

    // A store as a version left it that knew only the first steps.
    private void MakeOld(int steps, params string[] content)
    {
        using var db = new SqliteConnection($"Data Source={_folder.File("old.db")};Pooling=False");
        db.Open();
        db.Execute("CREATE TABLE schema_steps (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID");
        var assembly = typeof(SqliteSchema).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("schema/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Take(steps))
        {
            using var script = new StreamReader(assembly.GetManifestResourceStream(name)!);
            db.Execute(script.ReadToEnd());
            db.Execute("INSERT INTO schema_steps (name) VALUES ($1)", name["schema/".Length..]);
        }

        foreach (var sql in content) db.Execute(sql);
    }

    private Task<int> FillAsync(int records, string seller) => _writer.WriteAsync(
        db => db.Execute(
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
            INSERT INTO commands (id, seller, site, action, backend, owner, idempotency_key, body_hash, created_at, deadline, state, ended_at)
            SELECT $2 || printf('%08d', i), $2, 'www.vinted.fr', 'EXECUTE_HTTP_REQUEST', 'shop', 't1', 'k' || i, x'01', 1, 2, 3, 3 FROM n
            """,
            records, seller),
        Ct);

    // How many commits there were since; those that are told late are told by the time the next one is.
    private Func<int> Commits()
    {
        var commits = 0;
        _writer.Committed += (_, _) => Interlocked.Increment(ref commits);
        return () => Volatile.Read(ref commits);
    }

    private Task<int> Put(string name) => _writer.WriteAsync(db => Insert(db, name), Ct);

    private static int Insert(SqliteConnection db, string name, string value = "") =>
        db.Statement("INSERT INTO meta (name, value) VALUES ($1, $2)", name, value).ExecuteNonQuery();

    private long Count(string pattern)
    {
        using var db = _writer.OpenReader();
        using var query = db.Query("SELECT count(*) FROM meta WHERE name LIKE $1", pattern);
        return (long)query.ExecuteScalar()!;
    }
}
