using System.Diagnostics;

namespace StoFlow.Harness.Browsers;

/// <summary>Waits for a condition, never for ever.</summary>
internal static class Deadline
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Asks until there is an answer; null means not yet. Answers null when the time is over.</summary>
    public static async Task<T?> PollAsync<T>(TimeSpan timeout, Func<Task<T?>> ask, CancellationToken ct)
        where T : class
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            if (await ask() is { } answer)
                return answer;
            if (clock.Elapsed > timeout)
                return null;
            await Task.Delay(Pause, TimeProvider.System, ct);
        }
    }
}
