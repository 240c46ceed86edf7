using System.Diagnostics;

namespace StoFlow.Tests.Client;

/// <summary>A clock that stands still until it is told to move.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The pauses that were waited for, in order.</summary>
    public List<TimeSpan> Pauses { get; } = [];

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock) return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves on, firing what falls due on the way.</summary>
    public void Advance(TimeSpan by)
    {
        var end = GetUtcNow() + by;
        while (Next(end) is { } timer) timer.Fire();
        lock (_lock) _now = end;
    }

    /// <summary>Lets a task run to its end, skipping every pause that is not longer than <paramref name="longest"/>.</summary>
    public async Task<T> RunAsync<T>(Task<T> task, TimeSpan longest)
    {
        var deadline = Stopwatch.StartNew();
        while (!task.IsCompleted)
        {
            Assert.True(deadline.Elapsed < TimeSpan.FromSeconds(20), "The task waits for something else than the clock.");
            await Task.WhenAny(task, Task.Delay(2));
            var before = GetUtcNow();
            if (Next(before + longest) is not { } timer) continue;
            Pauses.Add(GetUtcNow() - before);
            timer.Fire();
        }

        return await task;
    }

    private Timer? Next(DateTimeOffset end)
    {
        lock (_lock)
        {
            var timer = _timers.Where(one => one.Due <= end).MinBy(one => one.Due);
            if (timer is null) return null;
            _timers.Remove(timer);
            if (timer.Due > _now) _now = timer.Due;
            return timer;
        }
    }

    private sealed class Timer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                Due = time._now + dueTime;
                time._timers.Add(this);
                return true;
            }
        }

        public void Dispose()
        {
            lock (time._lock) time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
