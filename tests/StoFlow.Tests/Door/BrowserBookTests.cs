using StoFlow.Bridge;
using StoFlow.Bridge.Pairing;
using StoFlow.Protocol;
using StoFlow.Protocol.Wire;

namespace StoFlow.Tests.Door;

/// <summary>What is known of browsers reaches the disk, whatever the disk does meanwhile.</summary>
public sealed class BrowserBookTests : IAsyncDisposable
{
    private readonly TempStore _store = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Who_was_seen_while_the_disk_took_nothing_is_written_with_the_next_sweep()
    {
        var book = _store.Browsers();
        var browser = await book.AddAsync(new PairingTicket("pair_1", "demo", "0.1.0", new BrowserInfo("Fake", "1.0")), "laptop", new byte[91], Ct);
        _store.Clock.Advance(TimeSpan.FromHours(1));
        book.Seen(browser.Id);

        _store.Lose();
        Assert.Equal(ErrorCode.StorageUnavailable, (await Assert.ThrowsAsync<BridgeException>(() => book.SweepAsync(Ct))).Code);
        _store.PutBack();
        await book.SweepAsync(Ct);

        Assert.Equal(_store.Clock.GetUtcNow(), _store.Browsers().Get(browser.Id)!.LastSeen);
    }
}
