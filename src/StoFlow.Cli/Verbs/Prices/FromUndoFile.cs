using StoFlow.Cli.Json;
using StoFlow.Cli.Prices;
using StoFlow.Cli.Screens;
using StoFlow.Cli.Settings;
using StoFlow.Client;

namespace StoFlow.Cli.Verbs.Prices;

/// <summary>Takes a run back, or goes on with it, by its undo file and what the shop says now.</summary>
internal static class FromUndoFile
{
    public static async Task<int> RunAsync(Call call, string file, bool undo, bool dryRun, bool yes, CancellationToken cancel)
    {
        var (run, changes) = await UndoFile.ReadAsync(file, cancel);
        if (!undo && run.UndoneAt is { } undone)
            throw new UsageException(
                $"This run is being taken back since {When.Text(undone)}; resume would change the prices again. To go on taking it back: stoflow prices undo {file}. To change them again, start a new run: stoflow prices.");
        call.Assume(run.Seller, run.Site);
        await UnderWay.ThrowIfAnyAsync(call, cancel);
        var now = new Dictionary<long, Item>();
        await foreach (var item in (await call.ShopAsync(cancel)).Items.ListAsync(cancel: cancel))
        {
            now[item.Id] = item;
            call.Screen.Progress($"{now.Count} items …");
        }

        var plan = PricePlan.Remaining(undo ? [.. changes.Select(change => change.Reversed())] : changes, now);
        PriceWriter.Preview(call.Screen, plan);
        if (dryRun || plan.Changes.Count == 0)
        {
            call.Screen.Json(new PriceReport(dryRun, file, plan.Changes.Count, 0, plan.Changes, plan.Skipped, [], []), CliJson.Relaxed.PriceReport);
            call.Screen.Note(plan.Changes.Count == 0 ? "Nothing to change." : $"{plan.Changes.Count} prices would change. Nothing was done.");
            return ExitCodes.Done;
        }

        await call.Screen.ConfirmAsync(undo ? $"Set {plan.Changes.Count} prices back?" : $"Change the remaining {plan.Changes.Count} prices?", yes, cancel);
        if (undo) await UndoFile.MarkUndoneAsync(file, run, changes, call.Host.Time.GetUtcNow(), cancel);
        return await PriceWriter.RunAsync(call, plan, file, undo, cancel);
    }
}
