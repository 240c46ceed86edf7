using System.CommandLine;
using StoFlow.Bench.Children;
using StoFlow.Bench.Reports;

namespace StoFlow.Bench.Verbs;

/// <summary>What a paired browser costs that is connected and does nothing.</summary>
internal static class IdleVerb
{
    public static Command Make()
    {
        var browsers = new Option<int>("--browsers") { Description = "Browsers, each of a seller of its own.", DefaultValueFactory = _ => 1_000 };
        var settle = new Option<double>("--settle") { Description = "Seconds between the last connection and the measurement.", DefaultValueFactory = _ => 20 };
        var folder = new Option<string?>("--folder") { Description = "Where the store lies; default the temporary folder." };
        var json = Output.Json();
        var command = new Command("idle", "Memory for each idle paired connection.") { browsers, settle, folder, json };
        command.SetAction(async (parse, ct) =>
        {
            using var run = new RunFolder(parse.GetValue(folder));
            var report = await RunAsync(run, parse.GetValue(browsers), TimeSpan.FromSeconds(parse.GetValue(settle)), ct);
            Output.Write(report, parse.GetValue(json), BenchJson.Default.IdleReport, made => made.Markdown());
            return 0;
        });
        return command;
    }

    private static async Task<IdleReport> RunAsync(RunFolder folder, int browsers, TimeSpan settle, CancellationToken ct)
    {
        var before = Machine.Load();
        await using var bridge = await Child.StartAsync(ct, BridgeChild.Name, folder.Of("bridge"));
        var (url, tokenFile) = (bridge.Ready.Url!.ToString(), bridge.Ready.TokenFile!);

        // A few come and go first, so that code and pools that all share do not count for the rest.
        await using (await Child.StartAsync(ct, ResponderChild.Name, url, "--token-file", tokenFile, "--browsers", "8"))
            await Task.Delay(TimeSpan.FromSeconds(1), ct);
        var empty = await bridge.StatsAsync(ct, collect: true);
        await using var responder = await Child.StartAsync(ct, ResponderChild.Name, url, "--token-file", tokenFile, "--browsers", $"{browsers}");
        await Task.Delay(settle, ct);
        return new IdleReport(Machine.Of(before), browsers, empty, await bridge.StatsAsync(ct, collect: true));
    }
}
