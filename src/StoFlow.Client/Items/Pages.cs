using System.Text.Json;
using StoFlow.Protocol.Shapes;

namespace StoFlow.Client;

/// <summary>Reads a page of a list with its pagination.</summary>
internal static class Pages
{
    /// <param name="answer">The answer, held against its shape.</param>
    /// <param name="name">Of the list in it.</param>
    /// <param name="shape">The answer's.</param>
    /// <param name="read">Reads an entry, by its index.</param>
    public static ListPage<T> Read<T>(JsonElement answer, string name, Shape shape, Func<JsonElement, int, T> read)
    {
        var pagination = answer.GetProperty("pagination");
        var entries = answer.GetProperty(name);
        return new ListPage<T>(entries.EnumerateArray().Select(read), entries.GetArrayLength(), Count(pagination, "total_entries", shape), Count(pagination, "total_pages", shape));
    }

    private static int Count(JsonElement pagination, string name, Shape shape)
        => WholeNumber.Of(pagination.GetProperty(name)) is { } count and >= 0 and <= int.MaxValue ? (int)count : throw DriftWatch.Missing(shape, "pagination." + name);
}
