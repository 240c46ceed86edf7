using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using StoFlow.Protocol.Shapes;

namespace StoFlow.Client;

/// <summary>Reads a page of a list with its pagination.</summary>
internal static class Pages
{
    /// <param name="answer">The answer, held against its shape.</param>
    /// <param name="name">Of the list in it.</param>
    /// <param name="type">Of an entry.</param>
    /// <param name="shape">The answer's.</param>
    /// <param name="settle">What has to be done to an entry, by its index, before it is read.</param>
    public static ListPage<T> Read<T>(JsonElement answer, string name, JsonTypeInfo<T> type, Shape shape, Func<JsonElement, int, JsonElement>? settle = null)
        where T : class
    {
        var pagination = answer.GetProperty("pagination");
        var entries = answer.GetProperty(name);
        return new ListPage<T>(
            entries.EnumerateArray().Select((entry, index) => DriftWatch.Read(settle is null ? entry : settle(entry, index), type, shape, $"{name}[{index}]")),
            entries.GetArrayLength(),
            Count(pagination, "total_entries", shape),
            Count(pagination, "total_pages", shape));
    }

    private static int Count(JsonElement pagination, string name, Shape shape)
        => WholeNumber.Of(pagination.GetProperty(name)) is { } count and >= 0 and <= int.MaxValue ? (int)count : throw DriftWatch.Missing(shape, "pagination." + name);
}
