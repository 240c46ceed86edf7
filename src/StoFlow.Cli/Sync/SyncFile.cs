using System.Runtime.CompilerServices;
using System.Text.Json;
using StoFlow.Cli.Files;
using StoFlow.Cli.Json;

namespace StoFlow.Cli.Sync;

/// <summary>Sync files, line by line: a large shop is on the disk and not in memory.</summary>
internal static class SyncFile
{
    /// <summary>The lines of a file, also of one that a crash cut off in the middle of a line; none where there is no file.</summary>
    public static async IAsyncEnumerable<SyncLine> ReadAsync(string path, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (!File.Exists(path) || WayOut.Is(path)) yield break;
        await foreach (var text in File.ReadLinesAsync(path, cancel))
            if (Parse(text) is { } line) yield return line;
    }

    /// <summary>The lines that this run wrote before.</summary>
    public static async IAsyncEnumerable<SyncLine> ReadAsync(Stream spool, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var reader = new StreamReader(spool, leaveOpen: true);
        while (await reader.ReadLineAsync(cancel) is { } text) yield return JsonSerializer.Deserialize(text, CliJson.Relaxed.SyncLine)!;
    }

    public static Task WriteAsync(StreamWriter file, SyncLine line, CancellationToken cancel) =>
        file.WriteLineAsync(JsonSerializer.Serialize(line, CliJson.Relaxed.SyncLine).AsMemory(), cancel);

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
