using System.CommandLine;
using StoFlow.Bench.Load;
using StoFlow.Bench.Reports;

namespace StoFlow.Bench.Verbs;

/// <summary>Whether the bridge's memory stays where it is over many commands.</summary>
internal static class MemoryVerb
{
    private const int Samples = 40;
    private const int WarmUp = 5_000;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    public static Command Make()
    {
        var commands = new Option<long>("--commands") { Description = "Write commands.", DefaultValueFactory = _ => 100_000 };
        var callers = new Option<int>("--callers") { Description = "Callers at once.", DefaultValueFactory = _ => 64 };
        var sellers = new Option<int>("--sellers") { Description = "Sellers, each with a browser.", DefaultValueFactory = _ => 256 };
        var folder = new Option<string?>("--folder") { Description = "Where the store lies; default the temporary folder." };
        var json = Output.Json();
        var command = new Command("memory", "The bridge's memory over many write commands.") { commands, callers, sellers, folder, json };
        command.SetAction(async (parse, ct) =>
        {
            using var run = new RunFolder(parse.GetValue(folder));
            var report = await RunAsync(run, parse.GetValue(commands), parse.GetValue(callers), parse.GetValue(sellers), ct);
            Output.Write(report, parse.GetValue(json), BenchJson.Default.MemoryReport, made => made.Markdown());
            return report.IsFlat ? 0 : 1;
        });
        return command;
    }

    private static async Task<MemoryReport> RunAsync(RunFolder folder, long commands, int callers, int sellers, CancellationToken ct)
    {
        var before = Machine.Load();
        await using var house = await House.BridgeAsync(folder, sellers, keys: true, ct);
        await using var load = new LoadRun(house.Target, raw: true);
        await load.CountAsync(callers, WarmUp, ct);
        var liveBefore = (await house.Server.StatsAsync(ct, collect: true)).Heap;
        var running = load.CountAsync(callers, commands, ct);
        var samples = new List<MemorySample>();
        while (!running.IsCompleted)
        {
            if (load.Done >= commands * (samples.Count + 1) / Samples) await SampleAsync();
            else await Task.Delay(Look, ct);
        }

        var result = await running;
        if (result.Failures > 0) throw new InvalidOperationException($"{result.Failures} commands failed.");
        await SampleAsync();
        var liveAfter = (await house.Server.StatsAsync(ct, collect: true)).Heap;
        return MemoryReport.Of(Machine.Of(before), commands, liveBefore, liveAfter, samples);

        async Task SampleAsync()
        {
            var stats = await house.Server.StatsAsync(ct);
            samples.Add(new MemorySample(load.Done, stats.WorkingSet, stats.Heap, stats.StoreBytes));
        }
    }
}
