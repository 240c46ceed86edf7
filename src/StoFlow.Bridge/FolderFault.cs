using Microsoft.Data.Sqlite;
using StoFlow.Bridge.Storage;

namespace StoFlow.Bridge;

/// <summary>Why a bridge cannot start on its data folder, in words that say what to do.</summary>
internal static class FolderFault
{
    // SQLite's codes.
    private const int Permission = 3;
    private const int Busy = 5;
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    private const string Owner = "The folder and all in it must belong to the account that the bridge runs as; else set another data folder.";

    /// <summary>Null when it is not the folder's fault.</summary>
    public static IOException? Of(Exception problem, string folder) => problem switch
    {
        SqliteException store => new IOException(
            $"The store {Path.Combine(folder, SqliteFile.Name)} {Words(store)} (SQLite: {store.SqliteErrorCode}).", problem),
        BridgeException { InnerException: SqliteException store } => Of(store, folder),
        UnauthorizedAccessException => new IOException($"The data folder {folder} cannot be used: {problem.Message.TrimEnd('.')}. {Owner}", problem),
        _ => null,
    };

    private static string Words(SqliteException problem) => problem.SqliteErrorCode switch
    {
        Corrupt or NotADatabase =>
            "is damaged. Put the whole folder back from a backup; without one, set another data folder, and pair the browsers and make the tokens anew",
        Permission or ReadOnly or CannotOpen => $"cannot be opened for writing. {Owner.TrimEnd('.')}",
        Full => "cannot be written: the disk is full. Free some space, then start again",
        Busy => "is in use by another program. End it, then start again",
        _ => $"cannot be used: {problem.Message.TrimEnd('.')}. Look at the disk, or set another data folder",
    };
}
