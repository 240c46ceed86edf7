namespace StoFlow.IntegrationTests.Bridge;

/// <summary>Waits for a condition, with a deadline.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(() => Task.FromResult(condition()), what);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestBridge.Ct);
        deadline.CancelAfter(Patience);
        while (!await condition())
        {
            if (deadline.IsCancellationRequested) Assert.Fail($"Not in {Patience.TotalSeconds} s: {what}");
            await Task.Delay(10, TestBridge.Ct);
        }
    }
}
