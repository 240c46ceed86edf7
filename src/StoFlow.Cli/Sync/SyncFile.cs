using System.Text.Json;
using StoFlow.Cli.Files;
using StoFlow.Cli.Json;

namespace StoFlow.Cli.Sync;

/// <summary>Reads sync files, also one that a crash cut off in the middle of a line.</summary>
internal static class SyncFile
{
    public static async Task<Dictionary<long, SyncLine>> ReadAsync(string path, CancellationToken cancel)
    {
        var lines = new Dictionary<long, SyncLine>();
        if (!File.Exists(path) || WayOut.Is(path)) return lines;
        await foreach (var text in File.ReadLinesAsync(path, cancel))
            if (Parse(text) is { } line) lines[line.Id] = line;
        return lines;
    }

    // What cannot be read is read anew from the site: that costs a call, never an item.
    private static SyncLine? Parse(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonSerializer.Deserialize(text, CliJson.Relaxed.SyncLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
