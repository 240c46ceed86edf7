using System.Globalization;
using StoFlow.Cli.Failures;
using StoFlow.Cli.Json;
using StoFlow.Cli.Screens;
using StoFlow.Cli.Settings;
using StoFlow.Client;
using StoFlow.Protocol;

namespace StoFlow.Cli.Prices;

/// <summary>Sets prices one by one. What concerns one item does not stop the others; what concerns all of them stops the run.</summary>
internal static class PriceWriter
{
    /// <param name="takesBack">These changes take the run of the undo file back.</param>
    public static async Task<int> RunAsync(Call call, PricePlan plan, string undoFile, bool takesBack, CancellationToken cancel)
    {
        var (changed, failed, unknown) = (0, new List<FailedItem>(), new List<FailedItem>());
        var trouble = new SiteTrouble();
        Failure? stopped = null;
        foreach (var change in plan.Changes)
        {
            call.Screen.Progress($"{changed + failed.Count + unknown.Count} of {plan.Changes.Count} …");
            try
            {
                await (await call.ShopAsync(cancel)).Items.SetPriceAsync(change.ItemId, change.After, cancel: cancel);
                changed++;
                trouble.Done();
            }
            catch (SiteException refused) when (refused.Code is not ErrorCode.RateLimited)
            {
                failed.Add(new FailedItem(change.ItemId, refused.Code, refused.Detail));
                if (trouble.Failed(refused) is { } why) stopped = new Failure(false, unknown.Count > 0 ? ExitCodes.OutcomeUnknown : ExitCodes.Failed, why);
            }
            catch (OutcomeUnknownException lost)
            {
                unknown.Add(new FailedItem(change.ItemId, lost.Code, lost.Detail));
                if (trouble.Failed(lost) is { } why) stopped = new Failure(false, ExitCodes.OutcomeUnknown, why);
            }
            catch (Exception problem)
            {
                stopped = await LeftBehind.ExplainAsync(call, problem, cancel);
            }

            if (stopped is not null) break;
        }

        var report = new PriceReport(DryRun: false, undoFile, plan.Changes.Count, changed, plan.Changes, plan.Skipped, failed, unknown, stopped?.Detail);
        Tell(call.Screen, report, takesBack);
        return stopped?.ExitCode ?? (unknown.Count > 0 ? ExitCodes.OutcomeUnknown : failed.Count > 0 ? ExitCodes.Failed : ExitCodes.Done);
    }

    /// <summary>Shows what would be done.</summary>
    public static void Preview(Screen screen, PricePlan plan)
    {
        screen.Table(["item", "title", "now", "then"], plan.Changes.Select(change => (IReadOnlyList<string>)
            [Id(change.ItemId), Plain.Short(change.Title, 48), Money(change.Before, change.Currency), Money(change.After, change.Currency)]));
        foreach (var item in plan.Skipped) screen.Note($"left alone: {Id(item.ItemId)} {item.Why}");
    }

    public static string Money(decimal amount, string currency) => new Money(amount, currency).ToString();

    private static void Tell(Screen screen, PriceReport report, bool takesBack)
    {
        screen.Json(report, CliJson.Relaxed.PriceReport);
        screen.Line($"{report.Changed} of {report.Planned} prices {(takesBack ? "set back" : "changed")}.");
        foreach (var item in report.Failed) screen.Note($"refused: {Id(item.ItemId)} {item.Detail}");
        foreach (var item in report.Unknown) screen.Note($"not known: {Id(item.ItemId)} {item.Detail}");
        if (report.Stopped is not null) screen.Note($"Stopped: {report.Stopped}");
        if (report.Changed < report.Planned) screen.Note($"To go on: stoflow prices {(takesBack ? "undo" : "resume")} {report.UndoFile}");
        if (report.Changed > 0 && !takesBack) screen.Note($"To take it back: stoflow prices undo {report.UndoFile}");
    }

    private static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);
}
