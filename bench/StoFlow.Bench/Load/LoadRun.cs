using System.Diagnostics;

namespace StoFlow.Bench.Load;

/// <summary>A number of callers, each on its own connection, each sending its next command when the last one is answered.</summary>
internal sealed class LoadRun(Target target, bool raw) : IAsyncDisposable
{
    private readonly List<ICaller> _callers = [];
    private long _done;

    /// <summary>Commands answered so far in the running round.</summary>
    public long Done => Volatile.Read(ref _done);

    /// <summary>Sends for a time.</summary>
    public Task<LoadResult> ForAsync(int callers, TimeSpan time, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        return RunAsync(callers, () => clock.Elapsed < time, ct);
    }

    /// <summary>Sends a number of commands.</summary>
    public Task<LoadResult> CountAsync(int callers, long commands, CancellationToken ct)
    {
        long begun = 0;
        return RunAsync(callers, () => Interlocked.Increment(ref begun) <= commands, ct);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        foreach (var caller in _callers) caller.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<LoadResult> RunAsync(int callers, Func<bool> more, CancellationToken ct)
    {
        while (_callers.Count < callers) _callers.Add(raw ? new RawCaller(target) : new HttpCaller(target));
        Volatile.Write(ref _done, 0);
        var clock = Stopwatch.StartNew();
        var tallies = await Task.WhenAll(Enumerable.Range(0, callers).Select(number => Task.Run(() => CallAsync(number, callers, more, ct), ct)));
        var took = clock.Elapsed;
        var times = tallies.SelectMany(tally => tally.Times).ToArray();
        Array.Sort(times);
        return new LoadResult(
            times.Length, tallies.Sum(tally => tally.Failures), times.Length / took.TotalSeconds, Percentile(times, 0.5), Percentile(times, 0.99));
    }

    // Callers share out the lanes, so that no two have a command in the same lane at once.
    private async Task<(List<long> Times, long Failures)> CallAsync(int number, int callers, Func<bool> more, CancellationToken ct)
    {
        var caller = _callers[number];
        var times = new List<long>(16_384);
        long failures = 0;
        for (var lane = number % target.Lanes; more(); lane = (lane + callers) % target.Lanes)
        {
            var start = Stopwatch.GetTimestamp();
            var status = await caller.CallAsync(lane, ct);
            if (status == 200) times.Add(Stopwatch.GetTimestamp() - start);
            else failures++;
            Interlocked.Increment(ref _done);
        }

        return (times, failures);
    }

    private static double Percentile(long[] sorted, double part) => sorted.Length == 0
        ? 0
        : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * part))] * 1_000.0 / Stopwatch.Frequency;
}
