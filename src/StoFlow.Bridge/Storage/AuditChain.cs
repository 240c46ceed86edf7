using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace StoFlow.Bridge.Storage;

/// <summary>
/// Ties the lines of the audit list together: each carries SHA-256 over the hash before it and its own text. A line that was changed, taken
/// out or put in later breaks every hash after it. Who rewrites the whole list gets away with it, unless somebody kept an older head.
/// </summary>
public static class AuditChain
{
    /// <summary>The hash before the first line.</summary>
    internal static readonly byte[] Beginning = new byte[SHA256.HashSizeInBytes];

    /// <summary>The hash of a line.</summary>
    internal static byte[] Hash(ReadOnlySpan<byte> before, long seq, long atMs, params ReadOnlySpan<string?> fields)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(before);
        hash.AppendData(Encoding.UTF8.GetBytes(Text(seq, atMs, fields)));
        return hash.GetHashAndReset();
    }

    /// <summary>Reads the whole list and says whether it is as it was written.</summary>
    /// <param name="db">An open connection to the store; only read from.</param>
    /// <param name="ct">Ends the reading.</param>
    public static async Task<AuditVerdict> VerifyAsync(SqliteConnection db, CancellationToken ct)
    {
        await using var command = db.Query("SELECT seq, at, hash, actor, what, seller, subject, outcome FROM audit ORDER BY seq");
        await using var row = await command.ExecuteReaderAsync(ct);
        var before = Beginning;
        long count = 0;
        while (await row.ReadAsync(ct))
        {
            var seq = row.GetInt64(0);
            var due = Hash(before, seq, row.GetInt64(1), row.GetString(3), row.GetString(4), row.TextOrNull(5), row.TextOrNull(6), row.TextOrNull(7));
            var held = row.Bytes(2);
            if (seq != count + 1 || !CryptographicOperations.FixedTimeEquals(due, held))
                return new AuditVerdict(Whole: false, count, FirstBroken: count + 1, Convert.ToHexStringLower(before));
            (before, count) = (held, seq);
        }

        return new AuditVerdict(Whole: true, count, FirstBroken: null, Convert.ToHexStringLower(before));
    }

    // Each field with its length before it, so that no two different lines have the same text.
    private static string Text(long seq, long atMs, ReadOnlySpan<string?> fields)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{seq}\n{atMs}\n");
        foreach (var field in fields)
            if (field is null) text.Append("-\n");
            else text.Append(CultureInfo.InvariantCulture, $"{field.Length}:{field}\n");
        return text.ToString();
    }
}
