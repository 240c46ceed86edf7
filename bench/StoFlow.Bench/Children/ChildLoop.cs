using System.Text.Json;
using StoFlow.Bench.Reports;

namespace StoFlow.Bench.Children;

/// <summary>A child's side of the talk: it says that it is ready, answers questions about itself, and ends when its input ends.</summary>
internal static class ChildLoop
{
    public const string Stats = "stats";
    public const string Collect = "collect";

    public static async Task RunAsync(ChildReady ready, string? folder = null)
    {
        Say(JsonSerializer.Serialize(ready, BenchJson.Default.ChildReady));
        // A parent that dies closes the pipe, so no child outlives it.
        while (await Console.In.ReadLineAsync() is { } word)
            Say(JsonSerializer.Serialize(ChildStats.Now(word == Collect, folder), BenchJson.Default.ChildStats));
    }

    private static void Say(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}
