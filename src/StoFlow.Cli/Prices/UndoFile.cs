using System.Text.Json;
using StoFlow.Cli.Files;
using StoFlow.Cli.Json;

namespace StoFlow.Cli.Prices;

/// <summary>JSON Lines: the run, then each change. It is on disk before the first price changes, so a crash leaves nothing that cannot be undone.</summary>
internal static class UndoFile
{
    public static async Task WriteAsync(string path, PriceRun run, IReadOnlyList<PriceChange> changes, CancellationToken cancel)
    {
        ThrowIfTaken(path);
        await ReplaceAsync(path, run, changes, cancel);
    }

    public static void ThrowIfTaken(string path)
    {
        AtomicFile.ThrowIfNoPlace(path);
        if (File.Exists(path)) throw new UsageException($"{path} is there already: an undo file is never overwritten. Give another name with --undo-file.");
    }

    /// <summary>Notes that the run is being taken back, before the first price goes back: from then on going on with it is no longer what anybody means.</summary>
    public static Task MarkUndoneAsync(string path, PriceRun run, IReadOnlyList<PriceChange> changes, DateTimeOffset now, CancellationToken cancel) =>
        run.UndoneAt is null ? ReplaceAsync(path, run with { UndoneAt = now }, changes, cancel) : Task.CompletedTask;

    public static async Task<(PriceRun Run, IReadOnlyList<PriceChange> Changes)> ReadAsync(string path, CancellationToken cancel)
    {
        if (Directory.Exists(path)) throw new UsageException($"{path} is a folder; name the run's undo file.");
        var number = 1;
        try
        {
            using var text = File.OpenText(path);
            var run = JsonSerializer.Deserialize(await text.ReadLineAsync(cancel) ?? "null", CliJson.Relaxed.PriceRun);
            if (run is not { Kind: PriceRun.ExpectedKind }) throw new UsageException($"{path} is not an undo file of stoflow prices.");
            var changes = new List<PriceChange>();
            for (number = 2; await text.ReadLineAsync(cancel) is { } line; number++)
                if (line.Length > 0) changes.Add(JsonSerializer.Deserialize(line, CliJson.Relaxed.PriceChange) ?? throw new JsonException());
            return (run, changes);
        }
        catch (JsonException)
        {
            throw new UsageException($"{path}, line {number}: not what stoflow prices writes.");
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"{path} is not there.");
        }
    }

    private static async Task ReplaceAsync(string path, PriceRun run, IReadOnlyList<PriceChange> changes, CancellationToken cancel)
    {
        await using var file = await AtomicFile.BeginAsync(path, cancel);
        await using (var text = new StreamWriter(file.Stream, leaveOpen: true))
        {
            await text.WriteLineAsync(JsonSerializer.Serialize(run, CliJson.Relaxed.PriceRun).AsMemory(), cancel);
            foreach (var change in changes)
                await text.WriteLineAsync(JsonSerializer.Serialize(change, CliJson.Relaxed.PriceChange).AsMemory(), cancel);
        }

        file.Commit();
    }
}
