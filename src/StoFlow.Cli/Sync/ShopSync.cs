using System.Text.Json;
using StoFlow.Cli.Files;
using StoFlow.Cli.Items;
using StoFlow.Cli.Json;
using StoFlow.Cli.Settings;
using StoFlow.Client;

namespace StoFlow.Cli.Sync;

/// <summary>
/// Brings a JSON Lines file up to the shop. The list is always read whole, for only a whole list is true; the details, one call each, go to
/// <c>FILE.part</c> as they come, and a run that was interrupted goes on from there within a day. The file itself is replaced in one step at the end.
/// </summary>
internal sealed class ShopSync(Call call, string file, bool details)
{
    private const int Batch = 20;

    // The list does not show a new description or photo, so details of long ago would pass for today's.
    private static readonly TimeSpan StillGood = TimeSpan.FromDays(1);

    private string Part => $"{file}.part";

    public async Task<SyncReport> RunAsync(ItemFilter filter, CancellationToken cancel)
    {
        AtomicFile.ThrowIfNoPlace(file);
        if (details && WayOut.Is(file)) throw new UsageException($"--details needs a file of its own, beside which {Part} can lie; {file} is none.");
        var before = await SyncFile.ReadAsync(file, cancel);
        var lines = await ListAsync(filter, cancel);
        var reused = details ? await DetailAsync(lines, cancel) : 0;
        await ReplaceAsync(lines, cancel);
        if (details) File.Delete(Part);
        return SyncReport.Of(file, before, lines, reused);
    }

    private async Task<List<SyncLine>> ListAsync(ItemFilter filter, CancellationToken cancel)
    {
        var lines = new List<SyncLine>();
        await foreach (var item in (await call.ShopAsync(cancel)).Items.ListAsync(filter: filter, cancel: cancel))
        {
            lines.Add(new SyncLine(item.Id, call.Host.Time.GetUtcNow(), ItemRow.Of(item).State, item));
            call.Screen.Progress($"{lines.Count} items …");
        }

        return lines;
    }

    private async Task<int> DetailAsync(List<SyncLine> lines, CancellationToken cancel)
    {
        var had = await SyncFile.ReadAsync(Part, cancel);
        var due = new List<int>();
        for (var i = 0; i < lines.Count; i++)
            if (had.TryGetValue(lines[i].Id, out var old) && old.Detail is not null && lines[i].ReadAt - old.ReadAt < StillGood && SyncReport.SameFace(old, lines[i])) lines[i] = lines[i] with { Detail = old.Detail };
            else due.Add(i);

        // A line that a crash cut off must not swallow the next one.
        await using var part = new StreamWriter(new FileStream(Part, FileMode.Append, FileAccess.Write, FileShare.Read));
        await part.WriteLineAsync();
        foreach (var batch in due.Chunk(Batch))
        {
            var read = await (await call.ShopAsync(cancel)).Items.RefreshAsync([.. batch.Select(i => lines[i].Id)], cancel);
            foreach (var (index, answer) in batch.Zip(read))
            {
                // An item may go while the shop is read; anything else than "gone" ends the run, which a later one takes up.
                if (answer.Error is { } problem and not SiteException { IsGone: true }) throw problem;
                lines[index] = lines[index] with { Detail = answer.Item };
                await part.WriteLineAsync(Text(lines[index]).AsMemory(), cancel);
            }

            await part.FlushAsync(cancel);
            call.Screen.Progress($"{lines.Count(line => line.Detail is not null)} of {lines.Count} details …");
        }

        return lines.Count - due.Count;
    }

    private async Task ReplaceAsync(IReadOnlyList<SyncLine> lines, CancellationToken cancel)
    {
        await using var whole = await AtomicFile.BeginAsync(file, cancel);
        await using (var text = new StreamWriter(whole.Stream, leaveOpen: true))
            foreach (var line in lines) await text.WriteLineAsync(Text(line).AsMemory(), cancel);
        whole.Commit();
    }

    private static string Text(SyncLine line) => JsonSerializer.Serialize(line, CliJson.Relaxed.SyncLine);
}
