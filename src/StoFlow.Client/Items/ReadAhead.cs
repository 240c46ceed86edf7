namespace StoFlow.Client;

/// <summary>
/// Reads pages in order, the next one while the caller looks at the last. It is never asked for before the last one came and was good: after a check not one
/// further page is. The first comes alone, for a caller may want no more.
/// </summary>
/// <param name="read">Reads the page of a number.</param>
/// <param name="cancel">Stops the reading.</param>
internal sealed class ReadAhead<T>(Func<int, CancellationToken, Task<ListPage<T>>> read, CancellationToken cancel) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
    private Task<ListPage<T>>? _next;

    /// <summary>The page of a number: 1 at first, then one more each time.</summary>
    public async Task<ListPage<T>> ReadAsync(int page)
    {
        var came = await (_next ?? read(page, _stop.Token)).ConfigureAwait(false);
        _next = page > 1 && !came.IsLast(page) ? read(page + 1, _stop.Token) : null;
        return came;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_next is Task unwanted) await unwanted.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
