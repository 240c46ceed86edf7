namespace StoFlow.Bridge.Storage;

/// <summary>What the store holds of the bridge itself: its id, which the first schema step made, and its key.</summary>
internal static class StoreMeta
{
    public static string BridgeId(this SqliteWriter writer) => Read(writer, "bridge_id")!;

    /// <summary>PKCS#8; null before it was made.</summary>
    public static byte[]? BridgeKey(this SqliteWriter writer) => Read(writer, "bridge_key") is { } held ? Convert.FromBase64String(held) : null;

    /// <summary>Keeps the key that was made; PKCS#8.</summary>
    public static Task AddBridgeKeyAsync(this SqliteWriter writer, byte[] key, CancellationToken ct) =>
        writer.WriteAsync(db => db.Run("INSERT INTO meta (name, value) VALUES ('bridge_key', $1)", Convert.ToBase64String(key)), ct);

    private static string? Read(SqliteWriter writer, string name)
    {
        using var db = writer.OpenReader();
        using var query = db.Query("SELECT value FROM meta WHERE name = $1", name);
        return (string?)query.ExecuteScalar();
    }
}
