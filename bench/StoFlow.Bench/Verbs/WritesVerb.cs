using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using StoFlow.Bench.Children;
using StoFlow.Bench.Load;
using StoFlow.Bench.Reports;
using StoFlow.Protocol.Policy;

namespace StoFlow.Bench.Verbs;

/// <summary>Durable writes a second: the bridge beside the bare relay, in turns, in one run.</summary>
internal static class WritesVerb
{
    public static Command Make()
    {
        var callers = new Option<int[]>("--callers")
        {
            Description = "Callers at once, such as 32,128.",
            DefaultValueFactory = _ => [32, 128],
            CustomParser = result => [.. result.Tokens[0].Value.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture))],
        };
        var seconds = new Option<double>("--seconds") { Description = "Length of a round.", DefaultValueFactory = _ => 10 };
        var warm = new Option<double>("--warm-up") { Description = "Seconds of load before a round counts.", DefaultValueFactory = _ => 6 };
        var rounds = new Option<int>("--rounds") { Description = "Rounds of each, in turns.", DefaultValueFactory = _ => 2 };
        var sellers = new Option<int>("--sellers") { Description = "Sellers, each with a browser, which is a socket.", DefaultValueFactory = _ => 256 };
        var sites = new Option<int>("--sites") { Description = "Sites of each seller: lanes behind one socket.", DefaultValueFactory = _ => 1 };
        sites.Validators.Add(result =>
        {
            var most = SitePolicy.Current.Sites.Count;
            if (result.GetValue(sites) < 1 || result.GetValue(sites) > most) result.AddError($"--sites: 1 to {most}, please.");
        });
        var sockets = new Option<int>("--relay-sockets") { Description = "WebSockets behind the relay; the bridge has one a seller.", DefaultValueFactory = _ => 1 };
        var raw = new Option<bool>("--raw") { Description = "Callers on bare sockets instead of HttpClient." };
        var keys = new Option<bool>("--keys") { Description = "Commands with idempotency keys." };
        var other = new Option<string?>("--other") { Description = "Another build of this program: its bridge takes the relay's place." };
        var folder = new Option<string?>("--folder") { Description = "Where the stores lie; default the temporary folder." };
        var json = Output.Json();
        var command = new Command("writes", "Durable write commands a second, bridge beside bare relay.") { callers, seconds, warm, rounds, sellers, sites, sockets, raw, keys, other, folder, json };
        command.SetAction(async (parse, ct) =>
        {
            var plan = new WritesPlan(
                parse.GetValue(callers)!, TimeSpan.FromSeconds(parse.GetValue(seconds)), TimeSpan.FromSeconds(parse.GetValue(warm)),
                parse.GetValue(rounds), parse.GetValue(sellers), parse.GetValue(sites), parse.GetValue(sockets), parse.GetValue(raw), parse.GetValue(keys), parse.GetValue(other));
            using var run = new RunFolder(parse.GetValue(folder));
            var report = await RunAsync(plan, run, ct);
            Output.Write(report, parse.GetValue(json), BenchJson.Default.WritesReport, made => made.Markdown());
            return report.Rounds.All(round => round.Load.Failures == 0) ? 0 : 1;
        });
        return command;
    }

    private static async Task<WritesReport> RunAsync(WritesPlan plan, RunFolder folder, CancellationToken ct)
    {
        var before = Machine.Load();
        await using var beside = plan.Other is null
            ? await House.RelayAsync(folder, plan.Sellers * plan.Sites, plan.RelaySockets, ct)
            : await House.BridgeAsync(folder, plan.Sellers, plan.Keys, ct, plan.Other, plan.Sites);
        await using var bridge = await House.BridgeAsync(folder, plan.Sellers, plan.Keys, ct, sites: plan.Sites);
        List<WritesRound> all = [];
        List<WritesPair> medians = [];
        foreach (var callers in plan.Callers)
        {
            List<WritesRound> ofBeside = [], ofBridge = [];
            for (var round = 0; round < plan.Rounds; round++)
            {
                ofBeside.Add(await RoundAsync(plan.Other is null ? "relay" : "other", beside, callers, plan, ct));
                ofBridge.Add(await RoundAsync("bridge", bridge, callers, plan, ct));
                all.AddRange([ofBeside[^1], ofBridge[^1]]);
            }

            var (first, bridged) = (Median(ofBeside), Median(ofBridge));
            medians.Add(new WritesPair(callers, first, bridged, bridged.Load.PerSecond / first.Load.PerSecond));
        }

        return new WritesReport(Machine.Of(before), plan.Raw ? "bare socket" : "HttpClient", plan.Sellers, plan.Sites, plan.RelaySockets, medians, all);
    }

    private static async Task<WritesRound> RoundAsync(string name, House house, int callers, WritesPlan plan, CancellationToken ct)
    {
        await using var load = new LoadRun(house.Target, plan.Raw);
        await load.ForAsync(callers, plan.WarmUp, ct);
        var before = await CpuAsync(house, ct);
        var (earlier, busy) = (await house.Server.StatsAsync(ct), Machine.BusyMs());
        var clock = Stopwatch.StartNew();
        var result = await load.ForAsync(callers, plan.Time, ct);
        var (after, otherwise, took) = (await CpuAsync(house, ct), Machine.BusyMs() - busy, clock.Elapsed.TotalMilliseconds);
        var stats = await house.Server.StatsAsync(ct);
        var (server, responder, self) = (after.Server - before.Server, after.Responder - before.Responder, after.Load - before.Load);
        var round = new WritesRound(
            name, callers, result, server * 1_000 / result.Commands,
            (stats.JitMs - earlier.JitMs) * 1_000 / result.Commands, responder * 1_000 / result.Commands, self * 1_000 / result.Commands,
            (double)(stats.Allocated - earlier.Allocated) / result.Commands,
            Math.Max(0, otherwise - server - responder - self) / (took * Environment.ProcessorCount),
            stats.WorkingSet);
        Output.Note($"{callers} callers, {name}: {result.PerSecond:0}/s, other work {round.Others * 100:0} % (server {house.Server.ProcessId})");
        return round;
    }

    private static async Task<(double Server, double Responder, double Load)> CpuAsync(House house, CancellationToken ct) =>
        ((await house.Server.StatsAsync(ct)).CpuMs, (await house.Responder.StatsAsync(ct)).CpuMs, ChildStats.Now(collect: false, null).CpuMs);

    // Of an even number, the slower of the two in the middle.
    private static WritesRound Median(List<WritesRound> rounds) => rounds.OrderBy(round => round.Load.PerSecond).ElementAt((rounds.Count - 1) / 2);
}
