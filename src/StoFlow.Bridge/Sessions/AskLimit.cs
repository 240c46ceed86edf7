namespace StoFlow.Bridge.Sessions;

/// <summary>How often one browser may ask for something that is recorded: so many times in a row, then once in ten seconds.</summary>
/// <param name="most">In a row.</param>
internal sealed class AskLimit(int most)
{
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private TimeSpan _paidAt;

    /// <summary>One more; false when that is too many.</summary>
    /// <param name="now">By a clock that only runs.</param>
    public bool TryTake(TimeSpan now)
    {
        lock (_lock)
        {
            var paidAt = (_paidAt > now ? _paidAt : now) + Each;
            if (paidAt - now > Each * most) return false;
            _paidAt = paidAt;
            return true;
        }
    }
}
