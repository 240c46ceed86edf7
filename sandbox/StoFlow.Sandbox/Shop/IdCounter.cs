namespace StoFlow.Sandbox.Shop;

/// <summary>Ids beyond 32 bits, as the real ones are. Never used twice, not even after a reset.</summary>
internal sealed class IdCounter
{
    private long _item = 7_000_000_000;
    private long _photo = 31_000_000_000;
    private long _transaction = 9_000_000_000;

    public long NextItem() => Interlocked.Increment(ref _item);

    public long NextPhoto() => Interlocked.Increment(ref _photo);

    public long NextTransaction() => Interlocked.Increment(ref _transaction);
}
