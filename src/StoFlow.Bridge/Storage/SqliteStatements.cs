using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace StoFlow.Bridge.Storage;

/// <summary>Prepared statements, kept with the connection they belong to.</summary>
internal static class SqliteStatements
{
    private static readonly ConditionalWeakTable<SqliteConnection, Dictionary<string, SqliteCommand>> Held = [];

    /// <summary>The prepared statement of a connection that stays open (the writer's); parameters are <c>$1</c>, <c>$2</c>, … in order.</summary>
    public static SqliteCommand Statement(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        var held = Held.GetValue(connection, static _ => new Dictionary<string, SqliteCommand>(StringComparer.Ordinal));
        if (!held.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            held.Add(sql, command);
#pragma warning disable CA2100 // The text is a constant of this assembly; values are parameters.
            command.CommandText = sql;
#pragma warning restore CA2100
            Fill(command, values);
            command.Prepare();
            return command;
        }

        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }

    /// <summary>A statement for one use on a pooled connection; dispose it.</summary>
    public static SqliteCommand Query(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // As above.
        command.CommandText = sql;
#pragma warning restore CA2100
        Fill(command, values);
        return command;
    }

    /// <summary>Runs one or several statements without results.</summary>
    public static int Execute(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using var command = connection.Query(sql, values);
        return command.ExecuteNonQuery();
    }

    private static void Fill(SqliteCommand command, ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters.AddWithValue($"${i + 1}", values[i] ?? DBNull.Value);
    }
}
