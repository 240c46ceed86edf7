using Microsoft.Data.Sqlite;
using StoFlow.Bridge.Ops;
using StoFlow.Bridge.Policy;
using StoFlow.Protocol.Http;

namespace StoFlow.Bridge.Storage;

/// <summary>The audit list on disk.</summary>
internal sealed class AuditStore(SqliteWriter writer)
{
    /// <summary>Appends lines in one commit. The head is read inside it, so a commit that failed leaves no gap in the chain.</summary>
    public Task<long> AppendAsync(IReadOnlyList<(DateTimeOffset At, AuditDraft Draft)> lines, CancellationToken ct) =>
        writer.WriteLaterAsync(db => Append(db, lines), ct);

    /// <summary>A page, newest first.</summary>
    /// <param name="sellers">Null: all lines; else those of these sellers, and <c>*</c> for those of any seller.</param>
    /// <param name="before">Lines older than this number; null: from the newest.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="since">From when on a seller's lines are shown; null: all of them.</param>
    public AuditPage Page(IReadOnlyList<string>? sellers, long? before, int limit, Func<string, DateTimeOffset>? since = null)
    {
        var values = new List<object?> { before ?? long.MaxValue, limit + 1 };
        var which = sellers is null ? "" : sellers.Contains(Caller.AllSellers, StringComparer.Ordinal) ? "AND seller IS NOT NULL" : $"AND ({Of(sellers, since, values)})";
        var sql = $"SELECT seq, at, actor, what, seller, subject, outcome, hash FROM audit WHERE seq < $1 {which} ORDER BY seq DESC LIMIT $2";
        using var db = writer.OpenReader();
        using var command = db.Query(sql, [.. values]);
        using var row = command.ExecuteReader();
        var entries = new List<AuditEntry>();
        while (row.Read()) entries.Add(Entry(row));
        if (entries.Count <= limit) return new AuditPage(entries);
        entries.RemoveAt(limit);
        return new AuditPage(entries, entries[^1].Seq);
    }

    private static string Of(IReadOnlyList<string> sellers, Func<string, DateTimeOffset>? since, List<object?> values)
    {
        var parts = new List<string>();
        foreach (var seller in sellers)
        {
            values.Add(seller);
            values.Add(since?.Invoke(seller).ToUnixTimeMilliseconds() ?? 0);
            parts.Add($"(seller = ${values.Count - 1} AND at >= ${values.Count})");
        }

        return parts.Count == 0 ? "0" : string.Join(" OR ", parts);
    }

    private static long Append(SqliteConnection db, IReadOnlyList<(DateTimeOffset At, AuditDraft Draft)> lines)
    {
        var (seq, hash) = Head(db);
        foreach (var (at, line) in lines)
        {
            seq++;
            var ms = at.ToUnixTimeMilliseconds();
            hash = AuditChain.Hash(hash, seq, ms, line.Actor, line.What, line.Seller, line.Subject, line.Outcome);
            db.Run(
                "INSERT INTO audit (seq, at, actor, what, seller, subject, outcome, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                seq, ms, line.Actor, line.What, line.Seller, line.Subject, line.Outcome, hash);
        }

        return seq;
    }

    private static (long Seq, byte[] Hash) Head(SqliteConnection db)
    {
        using var row = db.Statement("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").ExecuteReader();
        return row.Read() ? (row.GetInt64(0), row.Bytes(1)) : (0, AuditChain.Beginning);
    }

    private static AuditEntry Entry(SqliteDataReader row) => new(
        row.GetInt64(0), row.Time(1), row.GetString(2), row.GetString(3), row.TextOrNull(4), row.TextOrNull(5), row.TextOrNull(6),
        Convert.ToHexStringLower(row.Bytes(7)));
}
