using Microsoft.Data.Sqlite;

namespace StoFlow.Bridge.Storage;

/// <summary>Brings a store up to date with the numbered steps of <c>Storage/Schema</c>; each runs once, in one transaction.</summary>
internal static class SqliteSchema
{
    private const string Prefix = "schema/";

    public static void Upgrade(SqliteConnection connection)
    {
        connection.Execute("CREATE TABLE IF NOT EXISTS schema_steps (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID");
        var done = Done(connection);
        var steps = Steps();
        if (done.FirstOrDefault(name => !steps.Contains(name)) is { } newer)
            throw new IOException(
                $"The store was written by a newer StoFlow (it holds the step {newer}). Update this bridge, put back the backup made before the upgrade, or set another data folder.");

        foreach (var name in steps)
        {
            if (done.Contains(name)) continue;
            using var transaction = connection.BeginTransaction();
            connection.Execute(Read(name));
            connection.Execute("INSERT INTO schema_steps (name) VALUES ($1)", name);
            transaction.Commit();
        }
    }

    private static HashSet<string> Done(SqliteConnection connection)
    {
        using var query = connection.Query("SELECT name FROM schema_steps");
        using var reader = query.ExecuteReader();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read()) names.Add(reader.GetString(0));
        return names;
    }

    private static string[] Steps() =>
    [
        .. typeof(SqliteSchema).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..])
            .Order(StringComparer.Ordinal),
    ];

    private static string Read(string name)
    {
        using var stream = typeof(SqliteSchema).Assembly.GetManifestResourceStream(Prefix + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
