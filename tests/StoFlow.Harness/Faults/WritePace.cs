using StoFlow.Harness.Faults.Judging;

namespace StoFlow.Harness.Faults;

/// <summary>Keeps the writes in step with the faults: without it the writes would be through before the slow faults are.</summary>
internal sealed class WritePace(FaultOptions options, WriteLog log, FaultTally tally, int ahead)
{
    private static readonly TimeSpan Slower = TimeSpan.FromMilliseconds(400);

    /// <summary>Lets a caller go on; at a walk when the writes are ahead.</summary>
    public Task TurnAsync(CancellationToken ct)
    {
        var due = options.Faults == 0 ? options.Writes : (double)options.Writes * (tally.Happened + ahead) / options.Faults;
        return log.Ended > Math.Min(due, options.Writes) && tally.Happened < options.Faults ? Task.Delay(Slower, ct) : Task.CompletedTask;
    }
}
