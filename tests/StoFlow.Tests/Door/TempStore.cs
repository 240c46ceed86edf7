using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using StoFlow.Bridge.Ops;
using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Policy;
using StoFlow.Bridge.Storage;

namespace StoFlow.Tests.Door;

/// <summary>A real store in a folder of its own, and the books over it.</summary>
internal sealed class TempStore : IAsyncDisposable
{
    public TempStore()
    {
        Directory.CreateDirectory(Folder);
        Writer = new SqliteWriter(new SqliteFile(Path.Combine(Folder, "store.db")), NullLogger<SqliteWriter>.Instance);
        AuditStore = new AuditStore(Writer);
        Audit = new AuditLog(AuditStore, Clock, NullLogger<AuditLog>.Instance);
        Identities = new SqliteIdentityStore(Writer);
    }

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), $"stoflow-door-{Guid.NewGuid():N}");

    public ManualClock Clock { get; } = new();

    public SqliteWriter Writer { get; }

    public AuditStore AuditStore { get; }

    public AuditLog Audit { get; }

    public IIdentityStore Identities { get; }

    public TokenBook Tokens() => Loaded(new TokenBook(Identities, Audit, Clock), book => book.Load());

    public BrowserBook Browsers() => Loaded(new BrowserBook(Identities, Audit, Clock), book => book.Load());

    public SellerBook Sellers() => Loaded(new SellerBook(Identities, Audit, Clock), book => book.Load());

    /// <summary>Everything in the file that is not the audit list's, as text: what a thief would read.</summary>
    public string Contents()
    {
        using var db = Writer.OpenReader();
        using (var checkpoint = db.CreateCommand())
        {
            checkpoint.CommandText = "SELECT group_concat(name || scope || sellers || hex(hash)) FROM tokens";
            return (string)checkpoint.ExecuteScalar()!;
        }
    }

    /// <summary>Writes past the store's own code, as somebody with the file in hand would.</summary>
    public void Tamper(string sql)
    {
        using var db = new SqliteConnection($"Data Source={Path.Combine(Folder, "store.db")};Pooling=False");
        db.Open();
        using var command = db.CreateCommand();
        command.CommandText = "DROP TRIGGER IF EXISTS audit_no_update; DROP TRIGGER IF EXISTS audit_no_delete; " + sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The file is gone: nothing can be written until <see cref="PutBack"/>.</summary>
    public void Lose() => File.Move(Path.Combine(Folder, "store.db"), Path.Combine(Folder, "lost.db"));

    public void PutBack() => File.Move(Path.Combine(Folder, "lost.db"), Path.Combine(Folder, "store.db"));

    public async ValueTask DisposeAsync()
    {
        await Audit.DisposeAsync();
        await Writer.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static T Loaded<T>(T book, Action<T> load)
    {
        load(book);
        return book;
    }
}
