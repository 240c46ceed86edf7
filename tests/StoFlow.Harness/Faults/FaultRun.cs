using System.Diagnostics;
using StoFlow.Harness.Faults.Callers;
using StoFlow.Harness.Faults.Judging;
using StoFlow.Harness.House;

namespace StoFlow.Harness.Faults;

/// <summary>One run: callers write, the conductor breaks things, and the ledger judges.</summary>
internal sealed class FaultRun(FaultOptions options, TextWriter lines)
{
    private const int CallersPerLane = 3;
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(5);
    private readonly WriteLog _log = new();
    private readonly FaultTally _tally = new();
    private readonly Stopwatch _watch = new();

    public async Task<FaultReport> RunAsync(CancellationToken ct)
    {
        await using var house = await FaultHouse.StartAsync(options, ct);
        var kinds = options.Kinds.Where(kind => kind is not FaultKind.DiskFull || house.Disk is not null).ToList();
        if (house.Disk is null) await lines.WriteLineAsync("skipped: disk_full needs root, to mount a file system that can be filled");
        _watch.Start();
        await WriteAsync(house, kinds, ct);
        var lasted = _watch.Elapsed;

        // What the site still does late must be in the ledger.
        await Task.Delay(house.Times.Slow + TimeSpan.FromSeconds(1), ct);
        var verdict = Verdict.Of(_log.Writes, await house.Control.LedgerAsync(ct: ct));
        return new FaultReport(options, _log, _tally, verdict, lasted);
    }

    private async Task WriteAsync(FaultHouse house, List<FaultKind> kinds, CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
        enough.CancelAfter(TimeSpan.FromMinutes(options.Minutes));
        var pace = new WritePace(options, _log, _tally, AtOnce(house));
        var callers = house.Lanes
            .SelectMany((lane, number) => Enumerable.Range(0, CallersPerLane).Select(each => (lane, Seed: HashSeed(number, each))))
            .Select(each => Task.Run(() => new Caller(each.lane, _log, house.Times, pace, each.Seed).RunAsync(enough.Token, over.Token), ct))
            .ToList();
        using var conductor = new Conductor(house, _log, options.Plugin);
        var conducting = Task.Run(() => ConductAsync(conductor, new FaultPlan(options, kinds, house.Lanes.Count), house, enough, over.Token), ct);
        var telling = TellAsync(enough.Token);
        try
        {
            // A caller that stumbles ends the run; the others would write on for ever.
            var first = await Task.WhenAny(conducting, Task.WhenAll(callers), FirstFaultAsync(callers));
            await first;
        }
        finally
        {
            await enough.CancelAsync();
        }

        await Task.WhenAll(callers);
        await conducting;
        await telling;
    }

    private async Task ConductAsync(Conductor conductor, FaultPlan plan, FaultHouse house, CancellationTokenSource enough, CancellationToken ct)
    {
        var atOnce = AtOnce(house);
        List<Task> active = [];
        var next = plan.Next();
        while (!enough.IsCancellationRequested)
        {
            foreach (var ended in active.Where(task => task.IsCompleted).ToList())
            {
                await ended;
                active.Remove(ended);
            }

            if (_log.Ended >= options.Writes && _tally.Happened >= options.Faults) await enough.CancelAsync();
            else if (_tally.Happened + active.Count < options.Faults && active.Count < atOnce && _log.Ended >= next.AtWrites)
            {
                active.Add(PlayAsync(conductor, next, ct));
                next = plan.Next();
            }
            else await Task.Delay(10, ct);
        }

        await Task.WhenAll(active);
    }

    private async Task PlayAsync(Conductor conductor, PlannedFault fault, CancellationToken ct)
    {
        await SayAsync($"fault {fault.Number} begins: {FaultTally.Name(fault.Kind)}, seller {fault.Lane + 1}, roll {fault.Roll:0.00}");
        var happened = await conductor.PlayAsync(fault, ct);
        await SayAsync($"fault {fault.Number} {(happened ? "is over" : "found no victim")}");
        _tally.Add(fault.Kind, happened);
    }

    private Task SayAsync(string what) => options.Verbose ? lines.WriteLineAsync($"{_watch.Elapsed:mm\\:ss\\.f} {what}") : Task.CompletedTask;

    private async Task TellAsync(CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            await lines.WriteLineAsync($"{_watch.Elapsed:mm\\:ss}  {_log.Ended} writes, {_tally.Happened} faults, {_log.UnknownMet} unknown at first");
            await Task.Delay(Often, enough).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private static async Task FirstFaultAsync(List<Task> tasks)
    {
        var all = tasks.ToList();
        while (all.Count > 0)
        {
            var ended = await Task.WhenAny(all);
            all.Remove(ended);
            await ended;
        }
    }

    private static int AtOnce(FaultHouse house) => house.Lanes.Count > 1 ? house.Lanes.Count + 4 : 2;

    private int HashSeed(int lane, int caller) => unchecked((options.Seed * 1_000_003) + (lane * 97) + caller) & int.MaxValue;
}
