using Microsoft.Data.Sqlite;

namespace StoFlow.Bridge.Storage;

/// <summary>The store's file and how it is opened.</summary>
internal sealed class SqliteFile(string path)
{
    private readonly string _reading = new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = SqliteOpenMode.ReadOnly,
        DefaultTimeout = 5,
    }.ToString();

    private readonly string _writing = new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = SqliteOpenMode.ReadWriteCreate,
        DefaultTimeout = 5,
        Pooling = false,
    }.ToString();

    public SqliteConnection OpenForReading() => Open(_reading, "");

    // FULL: with WAL, anything less may lose the last commits when the power goes. A log of 16 MB before it is folded into the file: a busy
    // bridge changes the same pages over and over, and each fold flushes twice.
    public SqliteConnection OpenForWriting() => Open(
        _writing,
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;");

    public void ClosePool()
    {
        using var connection = new SqliteConnection(_reading);
        SqliteConnection.ClearPool(connection);
    }

    private static SqliteConnection Open(string how, string pragmas)
    {
        var connection = new SqliteConnection(how);
        try
        {
            connection.Open();
            if (pragmas.Length > 0) connection.Execute(pragmas);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
