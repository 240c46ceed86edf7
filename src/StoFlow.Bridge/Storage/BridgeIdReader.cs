namespace StoFlow.Bridge.Storage;

/// <summary>The bridge's own id; the first schema step made it.</summary>
internal static class BridgeIdReader
{
    public static string BridgeId(this SqliteWriter writer)
    {
        using var db = writer.OpenReader();
        using var query = db.Query("SELECT value FROM meta WHERE name = 'bridge_id'");
        return (string)query.ExecuteScalar()!;
    }
}
