using static StoFlow.Bridge.Storage.SqliteColumns;

namespace StoFlow.Bridge.Storage;

/// <summary>Which lanes stand still, on disk: a pause outlives the bridge.</summary>
internal sealed class LaneStore(SqliteWriter writer)
{
    public IReadOnlyList<LaneRow> All()
    {
        using var db = writer.OpenReader();
        using var query = db.Query("SELECT seller, site, code, detail, until, attempts, limit_until FROM lanes");
        using var row = query.ExecuteReader();
        var all = new List<LaneRow>();
        while (row.Read())
            all.Add(new LaneRow(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.TimeOrNull(4), row.GetInt32(5), row.TimeOrNull(6)));
        return all;
    }

    public Task PauseAsync(LaneRow lane) => writer.WriteAsync(
        db => db.Run(
            "INSERT OR REPLACE INTO lanes (seller, site, code, detail, until, attempts, limit_until) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            lane.Seller, lane.Site, lane.Code, lane.Detail, Ms(lane.Until), lane.Attempts, Ms(lane.LimitUntil)),
        CancellationToken.None);

    public Task ResumeAsync(string seller, string site) => writer.WriteAsync(
        db => db.Run("DELETE FROM lanes WHERE seller = $1 AND site = $2", seller, site), CancellationToken.None);
}
