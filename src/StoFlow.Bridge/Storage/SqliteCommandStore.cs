using System.Globalization;
using Microsoft.Data.Sqlite;
using StoFlow.Protocol;
using static StoFlow.Bridge.Storage.SqliteColumns;

namespace StoFlow.Bridge.Storage;

/// <summary>The records of writes in SQLite.</summary>
internal sealed class SqliteCommandStore(SqliteWriter writer) : ICommandStore
{
    private const string Columns =
        "id, seller, site, action, backend, owner, idempotency_key, body_hash, asked_browser, created_at, deadline, "
        + "state, browser, sent_at, ended_at, code, detail, settled_by, answer, requests";

    // The numbers of the states are the store's, too; spelled as in the index of those that have not ended.
    private static readonly string NotEnded = $"state < {(int)CommandState.Done}";
    private static readonly string Ended = $"state >= {(int)CommandState.Done}";

    // How many records one commit forgets or renames, so that the writer is never held up for long. It only takes what a reader has found: that look may be a long one.
    private const int AtOnce = 500;

    /// <inheritdoc/>
    public Task<CommandRow?> InsertAsync(CommandRow row, CancellationToken ct) => writer.WriteAsync(
        db =>
        {
            var head = row.Head;
            var added = db.Run(
                """
                INSERT INTO commands (id, seller, site, action, backend, owner, idempotency_key, body_hash, asked_browser, requests,
                  created_at, deadline, state, browser, sent_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
                ON CONFLICT (seller, owner, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING
                """,
                head.Id, head.Seller, head.Site, head.Action, head.Backend, head.Owner, head.Key, head.BodyHash.ToArray(), head.AskedBrowser,
                row.Requests, Ms(head.CreatedAt), Ms(head.Deadline), (int)row.State, row.Browser, Ms(row.SentAt));
            return added == 1 ? null : ByKey(db.Statement(KeySql, head.Seller, head.Owner, head.Key));
        },
        ct);

    /// <inheritdoc/>
    public Task MarkSentAsync(string id, string browser, DateTimeOffset at) => writer.WriteAsync(
        db => db.Run(
            $"UPDATE commands SET state = $2, browser = $3, sent_at = $4 WHERE id = $1 AND {NotEnded}",
            id, (int)CommandState.Sent, browser, Ms(at)),
        CancellationToken.None);

    /// <inheritdoc/>
    public Task EndAsync(CommandEnd end) => writer.WriteLaterAsync(
        // The requests have done their work; what was asked is not kept longer than needed.
        db => db.Run(
            $"UPDATE commands SET state = $2, ended_at = $3, code = $4, detail = $5, answer = $6, requests = NULL WHERE id = $1 AND {NotEnded}",
            end.Id, (int)end.State, Ms(end.At), end.Code, end.Detail, end.Answer),
        CancellationToken.None);

    /// <inheritdoc/>
    public Task<bool> SettleAsync(CommandEnd end, string browser) => writer.WriteAsync(
        db => db.Run(
            """
            UPDATE commands SET state = $2, ended_at = $3, code = $4, detail = $5, answer = $6, settled_by = $7
            WHERE id = $1 AND state = $9 AND browser = $8
            """,
            end.Id, (int)end.State, Ms(end.At), end.Code, end.Detail, end.Answer, end.SettledBy, browser, (int)CommandState.Unknown) == 1,
        CancellationToken.None);

    /// <inheritdoc/>
    public Task<CommandRow?> FindAsync(string id, CancellationToken ct) =>
        ReadAsync($"SELECT {Columns} FROM commands WHERE id = $1", rows => rows.FirstOrDefault(), ct, id);

    /// <inheritdoc/>
    public Task<CommandRow?> FindByKeyAsync(string seller, string owner, string key, CancellationToken ct) =>
        ReadAsync(KeySql, rows => rows.FirstOrDefault(), ct, seller, owner, key);

    /// <inheritdoc/>
    public Task<IReadOnlyList<CommandRow>> PageAsync(CommandQuery query, CancellationToken ct)
    {
        var wheres = new List<string> { "1 = 1" };
        var values = new List<object?>();
        if (query.Sellers is { } sellers)
        {
            wheres.Add($"seller IN ({string.Join(", ", sellers.Select(Next))})");
        }

        if (query.State is { } state) wheres.Add($"state = {Next((int)state)}");
        if (query.After is { } after) wheres.Add($"id < {Next(after)}");
        var sql = $"SELECT {Columns} FROM commands WHERE {string.Join(" AND ", wheres)} ORDER BY id DESC LIMIT {Next(query.Limit)}";
        return ReadAsync<IReadOnlyList<CommandRow>>(sql, rows => rows.ToList(), ct, [.. values]);

        string Next(object? value)
        {
            values.Add(value);
            return string.Create(CultureInfo.InvariantCulture, $"${values.Count}");
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<CommandRow>> UnendedAsync(CancellationToken ct) =>
        ReadAsync<IReadOnlyList<CommandRow>>($"SELECT {Columns} FROM commands WHERE {NotEnded} ORDER BY id", rows => rows.ToList(), ct);

    /// <inheritdoc/>
    public Task<string?> LastIdAsync(CancellationToken ct)
    {
        using var db = writer.OpenReader();
        using var query = db.Query("SELECT max(id) FROM commands");
        return Task.FromResult(query.ExecuteScalar() as string);
    }

    /// <inheritdoc/>
    public async Task RetireSellerAsync(string seller, string name, CancellationToken ct)
    {
        IReadOnlyList<string> ids;
        for (var last = ""; (ids = await IdsAsync("seller = $1 AND id > $3", ct, seller, AtOnce, last)).Count > 0; last = ids[^1])
            await writer.WriteAsync(db => EachAsOne(db, "UPDATE commands SET seller = $2 WHERE id = $1", ids, name), ct);
    }

    /// <inheritdoc/>
    public async Task<int> ForgetAsync(DateTimeOffset before, int keep, CancellationToken ct)
    {
        var total = 0;
        while (true)
        {
            var ids = await IdsAsync(
                $"{Ended} AND (ended_at < $1 OR id <= (SELECT id FROM commands ORDER BY id DESC LIMIT 1 OFFSET $3))", ct, Ms(before), AtOnce, keep);
            if (ids.Count > 0) total += await writer.WriteAsync(db => EachAsOne(db, $"DELETE FROM commands WHERE id = $1 AND {Ended}", ids), ct);
            if (ids.Count < AtOnce) return total;
        }
    }

    // Oldest first; $2 is how many.
    private Task<IReadOnlyList<string>> IdsAsync(string where, CancellationToken ct, params object?[] values)
    {
        ct.ThrowIfCancellationRequested();
        using var db = writer.OpenReader();
        using var query = db.Query($"SELECT id FROM commands WHERE {where} ORDER BY id LIMIT $2", values);
        using var row = query.ExecuteReader();
        var ids = new List<string>();
        while (row.Read()) ids.Add(row.GetString(0));
        return Task.FromResult<IReadOnlyList<string>>(ids);
    }

    private static int EachAsOne(SqliteConnection db, string sql, IReadOnlyList<string> ids, params ReadOnlySpan<object?> more)
    {
        var changed = 0;
        foreach (var id in ids) changed += db.Run(sql, [id, .. more]);
        return changed;
    }

    private static readonly string KeySql = $"SELECT {Columns} FROM commands WHERE seller = $1 AND owner = $2 AND idempotency_key = $3";

    private static CommandRow? ByKey(SqliteCommand command)
    {
        using var row = command.ExecuteReader();
        return row.Read() ? Take(row) : null;
    }

    private Task<T> ReadAsync<T>(string sql, Func<IEnumerable<CommandRow>, T> take, CancellationToken ct, params object?[] values)
    {
        ct.ThrowIfCancellationRequested();
        using var db = writer.OpenReader();
        using var query = db.Query(sql, values);
        using var row = query.ExecuteReader();
        return Task.FromResult(take(Rows(row)));
    }

    private static IEnumerable<CommandRow> Rows(SqliteDataReader row)
    {
        while (row.Read()) yield return Take(row);
    }

    private static CommandRow Take(SqliteDataReader row) => new(
        new CommandHead(
            row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5),
            row.TextOrNull(6), row.Bytes(7), row.TextOrNull(8), row.Time(9), row.Time(10)),
        row.BytesOrNull(19),
        (CommandState)row.GetInt32(11),
        row.TextOrNull(12),
        row.TimeOrNull(13),
        row.TimeOrNull(14),
        row.TextOrNull(15),
        row.TextOrNull(16),
        row.TextOrNull(17),
        row.BytesOrNull(18));
}
