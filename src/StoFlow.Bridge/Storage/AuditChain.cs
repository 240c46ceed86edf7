using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using Microsoft.Data.Sqlite;

namespace StoFlow.Bridge.Storage;

/// <summary>
/// Ties the lines of the audit list together: each carries SHA-256 over the hash before it and its own text. A line that was changed, taken
/// out or put in later breaks every hash after it; the list begins where the store says that older lines were forgotten (<c>retention.audit_days</c>).
/// Who rewrites the whole list gets away with it, unless somebody kept an older head.
/// </summary>
public static class AuditChain
{
    // Two numbers and their line ends.
    private const int MaxHead = 48;

    /// <summary>The hash before the first line.</summary>
    internal static readonly byte[] Beginning = new byte[SHA256.HashSizeInBytes];

    /// <summary>The hash of a line.</summary>
    internal static byte[] Hash(ReadOnlySpan<byte> before, long seq, long atMs, params ReadOnlySpan<string?> fields)
    {
        var most = before.Length + MaxHead;
        foreach (var field in fields) most += MaxHead + Encoding.UTF8.GetMaxByteCount(field?.Length ?? 0);
        var rented = ArrayPool<byte>.Shared.Rent(most);
        before.CopyTo(rented);
        var length = before.Length + WriteText(rented.AsSpan(before.Length), seq, atMs, fields);
        var hash = SHA256.HashData(rented.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }

    /// <summary>Reads the whole list of a store and says whether it is as it was written; a bridge may be at work on it.</summary>
    /// <param name="storeFile">Only read from.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="IOException">It cannot be read as a store.</exception>
    public static async Task<AuditVerdict> VerifyAsync(string storeFile, CancellationToken ct)
    {
        try
        {
            await using var db = new SqliteConnection(
                new SqliteConnectionStringBuilder { DataSource = storeFile, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            await db.OpenAsync(ct);
            return await VerifyAsync(db, ct);
        }
        catch (SqliteException problem)
        {
            throw new IOException(problem.Message, problem);
        }
    }

    /// <summary>As the other one, over an open connection.</summary>
    internal static async Task<AuditVerdict> VerifyAsync(SqliteConnection db, CancellationToken ct)
    {
        // In one look: between two of them lines may be forgotten.
        await using var command = db.Query(
            $"SELECT seq, at, hash, actor, what, seller, subject, outcome, (SELECT value FROM meta WHERE name = '{AuditStart.Name}') FROM audit ORDER BY seq");
        await using var row = await command.ExecuteReaderAsync(ct);
        var (last, before) = (0L, Beginning);
        long count = 0;
        while (await row.ReadAsync(ct))
        {
            if (count == 0) (last, before) = AuditStart.Read(row.TextOrNull(8));
            var seq = row.GetInt64(0);
            var due = Hash(before, seq, row.GetInt64(1), row.GetString(3), row.GetString(4), row.TextOrNull(5), row.TextOrNull(6), row.TextOrNull(7));
            var held = row.Bytes(2);
            if (seq != last + 1 || !CryptographicOperations.FixedTimeEquals(due, held))
                return new AuditVerdict(Whole: false, count, FirstBroken: last + 1, Convert.ToHexStringLower(before));
            (last, before) = (seq, held);
            count++;
        }

        return new AuditVerdict(Whole: true, count, FirstBroken: null, Convert.ToHexStringLower(before));
    }

    // Each field with its length before it, so that no two different lines have the same text.
    private static int WriteText(Span<byte> text, long seq, long atMs, ReadOnlySpan<string?> fields)
    {
        Utf8.TryWrite(text, CultureInfo.InvariantCulture, $"{seq}\n{atMs}\n", out var at);
        foreach (var field in fields)
        {
            var written = 2;
            if (field is null) "-\n"u8.CopyTo(text[at..]);
            else Utf8.TryWrite(text[at..], CultureInfo.InvariantCulture, $"{field.Length}:{field}\n", out written);
            at += written;
        }

        return at;
    }
}
