using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace StoFlow.Bench.Verbs;

/// <summary>The two forms of every report.</summary>
internal static class Output
{
    public static Option<bool> Json() => new("--json") { Description = "The report as JSON instead of a Markdown table." };

    public static void Write<T>(T report, bool json, JsonTypeInfo<T> type, Func<T, string> markdown) =>
        Console.Out.WriteLine(json ? JsonSerializer.Serialize(report, type) : markdown(report));

    /// <summary>What a person may want to know while it runs.</summary>
    public static void Note(string line) => Console.Error.WriteLine(line);
}
