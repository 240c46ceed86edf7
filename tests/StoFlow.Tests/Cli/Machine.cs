using System.Text.Json;

namespace StoFlow.Tests.Cli;

/// <summary>Reads stdout as a program would.</summary>
internal static class Machine
{
    /// <summary>The only thing on stdout is one JSON object on one line.</summary>
    public static JsonElement Object(string stdout)
    {
        var line = Assert.Single(stdout.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        using var json = JsonDocument.Parse(line);
        return json.RootElement.Clone();
    }
}
