using System.Text.Json;

namespace StoFlow.Bridge.Storage;

/// <summary>What is known about uploads, on disk; their bytes are files beside the store.</summary>
internal sealed class UploadStore(SqliteWriter writer)
{
    public IReadOnlyList<UploadRow> All()
    {
        using var db = writer.OpenReader();
        using var query = db.Query("SELECT id, sellers, size, sha256, expires_at, received FROM uploads");
        using var row = query.ExecuteReader();
        var all = new List<UploadRow>();
        while (row.Read())
            all.Add(new UploadRow(
                row.GetString(0), JsonSerializer.Deserialize(row.GetString(1), ColumnJson.Default.IReadOnlyListString) ?? [], row.GetInt64(2),
                row.GetString(3), row.Time(4), row.IsDBNull(5) ? null : row.GetInt64(5)));
        return all;
    }

    public Task AddAsync(UploadRow upload, CancellationToken ct) => writer.WriteAsync(
        db => db.Run(
            "INSERT INTO uploads (id, sellers, size, sha256, expires_at, received) VALUES ($1, $2, $3, $4, $5, $6)",
            upload.Id, JsonSerializer.Serialize(upload.Sellers, ColumnJson.Default.IReadOnlyListString), upload.Size, upload.Sha256,
            SqliteColumns.Ms(upload.ExpiresAt), upload.Received),
        ct);

    /// <summary>More of it is here, or all of it (null).</summary>
    public Task ReceivedAsync(string id, long? received) => writer.WriteAsync(
        db => db.Run("UPDATE uploads SET received = $2 WHERE id = $1", id, received), CancellationToken.None);

    public Task RemoveAsync(IReadOnlyList<string> ids, CancellationToken ct) => writer.WriteAsync(
        db =>
        {
            foreach (var id in ids) db.Run("DELETE FROM uploads WHERE id = $1", id);
            return ids.Count;
        },
        ct);
}
