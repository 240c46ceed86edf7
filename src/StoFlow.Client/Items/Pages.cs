using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using StoFlow.Protocol.Shapes;

namespace StoFlow.Client;

/// <summary>Reads a page of a list with its pagination.</summary>
internal static class Pages
{
    public static ListPage<T> Read<T>(JsonElement answer, string name, JsonTypeInfo<T> type, Shape shape)
        where T : class
    {
        var pagination = answer.GetProperty("pagination");
        var entries = answer.GetProperty(name);
        return new ListPage<T>(
            entries.EnumerateArray().Select(entry => DriftWatch.Read(entry, type, shape)),
            entries.GetArrayLength(),
            Count(pagination, "total_entries", shape),
            Count(pagination, "total_pages", shape));
    }

    private static int Count(JsonElement pagination, string name, Shape shape)
        => ItemFields.IdOf(pagination, name) is { } count and >= 0 and <= int.MaxValue ? (int)count : throw DriftWatch.Missing(shape, "pagination." + name);
}
