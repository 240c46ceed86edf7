namespace StoFlow.IntegrationTests.Bridge;

/// <summary>The system's clock, which counts the timers of one length that run.</summary>
public sealed class CountingTime(TimeSpan length) : TimeProvider
{
    private int _running;

    public int Running => Volatile.Read(ref _running);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime != length) return timer;
        Interlocked.Increment(ref _running);
        return new Counted(this, timer);
    }

    private sealed class Counted(CountingTime time, ITimer timer) : ITimer
    {
        private int _over;

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _over, 1) == 0) Interlocked.Decrement(ref time._running);
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
