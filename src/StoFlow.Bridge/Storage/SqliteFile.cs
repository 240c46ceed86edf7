using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace StoFlow.Bridge.Storage;

/// <summary>The store's file and how it is opened.</summary>
internal sealed class SqliteFile(string path)
{
    /// <summary>The file's name in the data folder.</summary>
    public const string Name = "stoflow.db";

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

    /// <summary>What was opened can be written for as long as it is held; after that nobody would find it any more.</summary>
    public bool IsThere => File.Exists(path);

    public SqliteConnection OpenForReading() => Open(_reading, "");

    // FULL: with WAL, anything less may lose the last commits when the power goes. A log of 16 MB before it is folded into the file: a busy
    // bridge changes the same pages over and over, and each fold flushes twice.
    public SqliteConnection OpenForWriting()
    {
        var connection = Open(
            _writing,
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;");
        // A file that it may not write SQLite opens for reading, without a word. Better no start than a bridge that refuses everything.
        if (raw.sqlite3_db_readonly(connection.Handle!, "main") == 0) return connection;
        connection.Dispose();
        throw new SqliteException("The store may only be read.", raw.SQLITE_READONLY);
    }

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
