namespace StoFlow.Client;

/// <summary>One change of an item at a time, publishing included: a change that was read before another one was sent would undo it.</summary>
internal sealed class ItemTurns
{
    // Items share them: a fixed number instead of one for each item that was ever changed.
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    /// <summary>Waits for the item's turn; dispose the result to end it.</summary>
    public async Task<Turn> TakeAsync(long itemId, CancellationToken cancel)
    {
        var turn = _turns[(int)((ulong)itemId % (ulong)_turns.Length)];
        await turn.WaitAsync(cancel).ConfigureAwait(false);
        return new Turn(turn);
    }

    internal readonly struct Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
