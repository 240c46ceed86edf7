using System.CommandLine;
using System.Diagnostics;
using StoFlow.Bench.Load;
using StoFlow.Bench.Relays;
using StoFlow.Bench.Reports;

namespace StoFlow.Bench.Verbs;

/// <summary>Raw group commit: callers that insert a row and wait for the disk, with nothing around it.</summary>
internal static class CommitVerb
{
    public static Command Make()
    {
        var seconds = new Option<double>("--seconds") { Description = "Length of each measurement.", DefaultValueFactory = _ => 5 };
        var folder = new Option<string?>("--folder") { Description = "Where the store lies; default the temporary folder." };
        var json = Output.Json();
        var command = new Command("commit", "Raw group commit, rows a second by callers.") { seconds, folder, json };
        command.SetAction(async (parse, ct) =>
        {
            using var run = new RunFolder(parse.GetValue(folder));
            var before = Machine.Load();
            var lines = new List<CommitLine>();
            foreach (var callers in (int[])[1, 8, 32, 128])
                lines.Add(new CommitLine(callers, await MeasureAsync(run.Of($"{callers}.db"), callers, TimeSpan.FromSeconds(parse.GetValue(seconds)), ct)));
            Output.Write(new CommitReport(Machine.Of(before), lines), parse.GetValue(json), BenchJson.Default.CommitReport, made => made.Markdown());
            return 0;
        });
        return command;
    }

    private static async Task<double> MeasureAsync(string file, int callers, TimeSpan time, CancellationToken ct)
    {
        await using var store = new RelayStore(file);
        var body = Payload.Of(0);
        long ids = 0;
        await RunAsync(TimeSpan.FromSeconds(1));
        var rows = ids;
        var clock = Stopwatch.StartNew();
        await RunAsync(time);
        return (ids - rows) / clock.Elapsed.TotalSeconds;

        async Task RunAsync(TimeSpan length)
        {
            var left = Stopwatch.StartNew();
            await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(
                async () =>
                {
                    while (left.Elapsed < length) await store.InsertAsync(Interlocked.Increment(ref ids), body, ct);
                },
                ct)));
        }
    }
}
