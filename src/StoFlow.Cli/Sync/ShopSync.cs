using StoFlow.Cli.Files;
using StoFlow.Cli.Items;
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
        var tally = new SyncTally(await FacesAsync(cancel));
        await using var list = Spool.Beside(file);
        await ListAsync(list, filter, tally, cancel);
        list.Position = 0;
        await using var whole = await AtomicFile.BeginAsync(file, cancel);
        if (details) await DetailAsync(list, whole.Stream, tally, cancel);
        else await list.CopyToAsync(whole.Stream, cancel);
        whole.Commit();
        if (details) File.Delete(Part);
        return tally.Report(file);
    }

    private async Task<Dictionary<long, SyncFace>> FacesAsync(CancellationToken cancel)
    {
        var faces = new Dictionary<long, SyncFace>();
        await foreach (var line in SyncFile.ReadAsync(file, cancel)) faces[line.Id] = SyncFace.Of(line);
        return faces;
    }

    private async Task ListAsync(Stream list, ItemFilter filter, SyncTally tally, CancellationToken cancel)
    {
        await using var text = new StreamWriter(list, leaveOpen: true);
        await foreach (var item in (await call.ShopAsync(cancel)).Items.ListAsync(filter: filter, cancel: cancel))
        {
            var line = new SyncLine(item.Id, call.Host.Time.GetUtcNow(), ItemRow.Of(item).State, item);
            tally.See(line);
            await SyncFile.WriteAsync(text, line, cancel);
            call.Screen.Progress($"{tally.Items} items …");
        }
    }

    private async Task DetailAsync(Stream list, Stream whole, SyncTally tally, CancellationToken cancel)
    {
        var had = new Dictionary<long, SyncLine>();
        await foreach (var line in SyncFile.ReadAsync(Part, cancel)) had[line.Id] = line;

        // A line that a crash cut off must not swallow the next one.
        await using var part = new StreamWriter(new FileStream(Part, FileMode.Append, FileAccess.Write, FileShare.Read));
        await part.WriteLineAsync();
        await using var text = new StreamWriter(whole, leaveOpen: true);
        await foreach (var lines in SyncFile.ReadAsync(list, cancel).Chunk(Batch))
        {
            await DetailAsync(lines, had, part, tally, cancel);
            foreach (var line in lines) await SyncFile.WriteAsync(text, line, cancel);
            call.Screen.Progress($"{tally.Details} of {tally.Items} details …");
        }
    }

    private async Task DetailAsync(SyncLine[] lines, Dictionary<long, SyncLine> had, StreamWriter part, SyncTally tally, CancellationToken cancel)
    {
        var due = new List<int>();
        for (var i = 0; i < lines.Length; i++)
            if (had.TryGetValue(lines[i].Id, out var old) && IsGood(old, lines[i])) lines[i] = lines[i] with { Detail = old.Detail };
            else due.Add(i);
        tally.Reused += lines.Length - due.Count;
        if (due.Count > 0)
        {
            var read = await (await call.ShopAsync(cancel)).Items.RefreshAsync([.. due.Select(i => lines[i].Id)], cancel);
            foreach (var (index, answer) in due.Zip(read))
            {
                // An item may go while the shop is read; anything else than "gone" ends the run, which a later one takes up.
                if (answer.Error is { } problem and not SiteException { IsGone: true }) throw problem;
                lines[index] = lines[index] with { Detail = answer.Item };
                await SyncFile.WriteAsync(part, lines[index], cancel);
            }

            await part.FlushAsync(cancel);
        }

        tally.Details += lines.Count(static line => line.Detail is not null);
    }

    private static bool IsGood(SyncLine old, SyncLine now) => old.Detail is not null && now.ReadAt - old.ReadAt < StillGood && SyncFace.Of(old) == SyncFace.Of(now);
}
