using System.Diagnostics;

namespace StoFlow.BrowserTests;

/// <summary>Waits for a condition with a deadline, and tells how long it took.</summary>
internal static class Until
{
    public static async Task<TimeSpan> TrueAsync(Func<Task<bool>> condition, TimeSpan limit, string what)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                if (await condition()) return watch.Elapsed;
            }
            catch (Exception problem) when (watch.Elapsed < limit && problem is HttpRequestException or Client.StoFlowException)
            {
                // A bridge that is down answers nothing; that is what is waited out.
            }

            if (watch.Elapsed > limit) throw new TimeoutException($"{what}: not within {limit.TotalSeconds} s");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
