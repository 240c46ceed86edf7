using Microsoft.Data.Sqlite;
using StoFlow.Bridge.Ops;
using StoFlow.Bridge.Policy;
using StoFlow.Protocol.Http;

namespace StoFlow.Bridge.Storage;

/// <summary>The audit list on disk.</summary>
internal sealed class AuditStore(SqliteWriter writer)
{
    // How many lines one piece of work forgets: what shares its commit waits for it.
    private const int ForgetAtOnce = 500;

    private const string StartSql = $"SELECT value FROM meta WHERE name = '{AuditStart.Name}'";

    /// <summary>Appends lines in one commit. The head is read inside it, so a commit that failed leaves no gap in the chain.</summary>
    public Task<long> AppendAsync(IReadOnlyList<(DateTimeOffset At, AuditDraft Draft)> lines, CancellationToken ct) =>
        writer.WriteLaterAsync(db => Append(db, lines), ct);

    /// <summary>When the newest line was written; null when there is none.</summary>
    public DateTimeOffset? Newest()
    {
        using var db = writer.OpenReader();
        using var query = db.Query("SELECT at FROM audit ORDER BY seq DESC LIMIT 1");
        return query.ExecuteScalar() is long at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;
    }

    /// <summary>
    /// Forgets lines from the front, as far as all of them are older; how many. One that is younger, by a clock that was set meanwhile, keeps what is behind it.
    /// </summary>
    public async Task<long> ForgetAsync(DateTimeOffset before, CancellationToken ct)
    {
        var total = 0L;
        while (true)
        {
            var forgotten = await writer.WriteLaterAsync(db => Forget(db, before.ToUnixTimeMilliseconds()), ct);
            total += forgotten;
            if (forgotten < ForgetAtOnce) return total;
        }
    }

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

    private static int Forget(SqliteConnection db, long before)
    {
        var (count, last) = (0, default(AuditStart));
        using (var row = db.Statement("SELECT seq, at, hash FROM audit ORDER BY seq LIMIT $1", ForgetAtOnce).ExecuteReader())
            for (; row.Read() && row.GetInt64(1) < before; count++) last = new AuditStart(row.GetInt64(0), row.Bytes(2));
        if (count == 0) return 0;
        db.Run("INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = $2", AuditStart.Name, last.ToString());
        return db.Run("DELETE FROM audit WHERE seq <= $1", last.Seq);
    }

    private static (long Seq, byte[] Hash) Head(SqliteConnection db)
    {
        using (var row = db.Statement("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").ExecuteReader())
            if (row.Read()) return (row.GetInt64(0), row.Bytes(1));
        var start = AuditStart.Read(db.Statement(StartSql).ExecuteScalar() as string);
        return (start.Seq, start.Hash);
    }

    private static AuditEntry Entry(SqliteDataReader row) => new(
        row.GetInt64(0), row.Time(1), row.GetString(2), row.GetString(3), row.TextOrNull(4), row.TextOrNull(5), row.TextOrNull(6),
        Convert.ToHexStringLower(row.Bytes(7)));
}
