using Microsoft.Data.Sqlite;

namespace StoFlow.Bridge.Storage;

/// <summary>Looks at the store for whoever asks how it is.</summary>
internal static class StoreChecks
{
    /// <summary>Whether it can be read at all.</summary>
    public static bool Answers(this SqliteWriter writer)
    {
        try
        {
            return Ask(writer, "SELECT 1") is 1L;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    /// <summary>What is damaged in it, in SQLite's words; null when it is whole. Reads all of it.</summary>
    public static string? Damage(this SqliteWriter writer) => (string)Ask(writer, "PRAGMA quick_check(1)")! is var found && found == "ok" ? null : found;

    /// <summary>Whether the audit list is as it was written. Reads all of it.</summary>
    public static async Task<AuditVerdict> VerifyAuditAsync(this SqliteWriter writer, CancellationToken ct)
    {
        await using var db = writer.OpenReader();
        return await Task.Run(() => AuditChain.VerifyAsync(db, ct), ct);
    }

    private static object? Ask(SqliteWriter writer, string sql)
    {
        using var db = writer.OpenReader();
        using var query = db.Query(sql);
        return query.ExecuteScalar();
    }
}
