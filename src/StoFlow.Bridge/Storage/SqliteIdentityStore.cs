using System.Text.Json;
using Microsoft.Data.Sqlite;
using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Policy;
using static StoFlow.Bridge.Storage.SqliteColumns;

namespace StoFlow.Bridge.Storage;

/// <summary>Sellers, browsers and tokens in SQLite.</summary>
internal sealed class SqliteIdentityStore(SqliteWriter writer) : IIdentityStore
{
    /// <inheritdoc/>
    public Task<bool> AddSellerAsync(Seller seller, CancellationToken ct) =>
        ChangeAsync("INSERT OR IGNORE INTO sellers (name, created_at) VALUES ($1, $2)", ct, seller.Name, Ms(seller.CreatedAt));

    /// <inheritdoc/>
    public Task<bool> RemoveSellerAsync(string name, CancellationToken ct) => ChangeAsync("DELETE FROM sellers WHERE name = $1", ct, name);

    /// <inheritdoc/>
    public IReadOnlyList<Seller> Sellers() =>
        Read("SELECT name, created_at FROM sellers", row => new Seller(row.GetString(0), row.Time(1)));

    /// <inheritdoc/>
    public Task<bool> AddBrowserAsync(BrowserIdentity browser, CancellationToken ct) => ChangeAsync(
        """
        INSERT INTO browsers (id, seller, name, public_key, paired_at, last_seen, plugin_version, browser_name, browser_version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """,
        ct,
        browser.Id, browser.Seller, browser.Name, browser.PublicKey.ToArray(), Ms(browser.PairedAt), Ms(browser.LastSeen),
        browser.PluginVersion, browser.BrowserName, browser.BrowserVersion);

    /// <inheritdoc/>
    public Task<bool> RevokeBrowserAsync(string id, DateTimeOffset now, CancellationToken ct) =>
        ChangeAsync("UPDATE browsers SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL", ct, id, Ms(now));

    /// <inheritdoc/>
    public Task<bool> RenameBrowserAsync(string id, string name, CancellationToken ct) =>
        ChangeAsync("UPDATE browsers SET name = $2 WHERE id = $1", ct, id, name);

    /// <inheritdoc/>
    public Task<bool> SawBrowsersAsync(IReadOnlyList<BrowserIdentity> browsers, CancellationToken ct) => writer.WriteAsync(
        db =>
        {
            foreach (var browser in browsers)
                db.Run(
                    "UPDATE browsers SET last_seen = $2, plugin_version = $3, browser_name = $4, browser_version = $5 WHERE id = $1",
                    browser.Id, Ms(browser.LastSeen), browser.PluginVersion, browser.BrowserName, browser.BrowserVersion);
            return true;
        },
        ct);

    /// <inheritdoc/>
    public Task<bool> ForgetBrowsersAsync(IReadOnlyList<string> ids, CancellationToken ct) => DeleteAsync("DELETE FROM browsers WHERE id = $1", ids, ct);

    /// <inheritdoc/>
    public IReadOnlyList<BrowserIdentity> Browsers() => Read(
        "SELECT id, seller, name, public_key, paired_at, last_seen, revoked_at, plugin_version, browser_name, browser_version FROM browsers",
        row => new BrowserIdentity(
            row.GetString(0), row.GetString(1), row.GetString(2), row.Bytes(3), row.Time(4), row.TimeOrNull(5), row.TimeOrNull(6),
            row.TextOrNull(7), row.TextOrNull(8), row.TextOrNull(9)));

    /// <inheritdoc/>
    public Task<bool> AddTokenAsync(TokenRecord token, TokenRecord? shortened, CancellationToken ct) => writer.WriteAsync(
        db =>
        {
            if (shortened is not null)
                db.Run("UPDATE tokens SET expires_at = $2 WHERE id = $1", shortened.Id, Ms(shortened.ExpiresAt));
            return db.Run(
                "INSERT INTO tokens (id, name, scope, sellers, hash, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                token.Id, token.Name, token.Scope, JsonSerializer.Serialize(token.Sellers, ColumnJson.Default.IReadOnlyListString),
                token.Hash.ToArray(), Ms(token.CreatedAt), Ms(token.ExpiresAt)) == 1;
        },
        ct);

    /// <inheritdoc/>
    public Task<bool> RevokeTokenAsync(string id, DateTimeOffset now, CancellationToken ct) =>
        ChangeAsync("UPDATE tokens SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL", ct, id, Ms(now));

    /// <inheritdoc/>
    public Task<bool> NarrowTokenAsync(string id, IReadOnlyList<string> sellers, CancellationToken ct) =>
        ChangeAsync("UPDATE tokens SET sellers = $2 WHERE id = $1", ct, id, JsonSerializer.Serialize(sellers, ColumnJson.Default.IReadOnlyListString));

    /// <inheritdoc/>
    public Task<bool> UsedTokensAsync(IReadOnlyList<(string Id, long At)> used, CancellationToken ct) => writer.WriteAsync(
        db =>
        {
            foreach (var (id, at) in used)
                db.Run("UPDATE tokens SET last_used_at = $2 WHERE id = $1", id, at);
            return true;
        },
        ct);

    /// <inheritdoc/>
    public Task<bool> ForgetTokensAsync(IReadOnlyList<string> ids, CancellationToken ct) => DeleteAsync("DELETE FROM tokens WHERE id = $1", ids, ct);

    /// <inheritdoc/>
    public IReadOnlyList<TokenRecord> Tokens() => Read(
        "SELECT id, name, scope, sellers, hash, created_at, expires_at, last_used_at, revoked_at FROM tokens",
        row => new TokenRecord(
            row.GetString(0), row.GetString(1), row.GetString(2),
            JsonSerializer.Deserialize(row.GetString(3), ColumnJson.Default.IReadOnlyListString) ?? [],
            row.Bytes(4), row.Time(5), row.TimeOrNull(6), row.TimeOrNull(7), row.TimeOrNull(8)));

    private Task<bool> ChangeAsync(string sql, CancellationToken ct, params object?[] values) =>
        writer.WriteAsync(db => db.Run(sql, values) == 1, ct);

    private Task<bool> DeleteAsync(string sql, IReadOnlyList<string> ids, CancellationToken ct) => writer.WriteAsync(
        db =>
        {
            var gone = 0;
            foreach (var id in ids) gone += db.Run(sql, id);
            return gone > 0;
        },
        ct);

    private List<T> Read<T>(string sql, Func<SqliteDataReader, T> take)
    {
        using var db = writer.OpenReader();
        using var command = db.Query(sql);
        using var row = command.ExecuteReader();
        var all = new List<T>();
        while (row.Read()) all.Add(take(row));
        return all;
    }
}
