using StoFlow.Bridge;
using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Policy;
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
        var browser = await AddAsync(book);
        _store.Clock.Advance(TimeSpan.FromHours(1));
        book.Seen(browser.Id);

        _store.Lose();
        Assert.Equal(ErrorCode.StorageUnavailable, (await Assert.ThrowsAsync<BridgeException>(() => book.SweepAsync(Ct))).Code);
        _store.PutBack();
        await book.SweepAsync(Ct);

        Assert.Equal(_store.Clock.GetUtcNow(), _store.Browsers().Get(browser.Id)!.LastSeen);
    }

    [Fact]
    public async Task What_was_revoked_long_ago_goes_from_memory_and_disk_and_nothing_else_does()
    {
        var book = _store.Browsers();
        var (old, late, paired) = (await AddAsync(book), await AddAsync(book), await AddAsync(book));
        await book.RevokeAsync(old.Id, "test", Ct);
        _store.Clock.Advance(TimeSpan.FromDays(10));
        await book.RevokeAsync(late.Id, "test", Ct);
        var now = _store.Clock.GetUtcNow();

        await book.ForgetAsync(now, now.AddDays(-11), Ct);
        Assert.NotNull(_store.Browsers().Get(old.Id));
        await book.ForgetAsync(now, now.AddDays(-5), Ct);

        foreach (var each in new[] { book, _store.Browsers() })
        {
            Assert.Null(each.Get(old.Id));
            Assert.False(each.Get(late.Id)!.IsPaired);
            Assert.NotNull(each.FindPaired(paired.Id));
        }
    }

    [Fact]
    public async Task Of_very_many_that_were_revoked_the_newest_are_kept_and_those_not_ended_by_the_slower_clock_all()
    {
        _store.Tamper(
            $"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {EndedLongAgo.MostKept + 700})
            INSERT INTO browsers (id, seller, name, public_key, paired_at, revoked_at)
            SELECT 'brw_' || i, 'demo', 'laptop', randomblob(91), 1, i FROM n
            """);
        var book = _store.Browsers();
        int[] all = [.. Enumerable.Range(1, EndedLongAgo.MostKept + 700)];

        await book.ForgetAsync(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(-1), Ct);
        Assert.All(all, i => Assert.NotNull(book.Get($"brw_{i}")));
        await book.ForgetAsync(_store.Clock.GetUtcNow(), DateTimeOffset.UnixEpoch.AddDays(-1), Ct);

        foreach (var each in new[] { book, _store.Browsers() }) Assert.Equal(all[700..], all.Where(i => each.Get($"brw_{i}") is not null));
    }

    [Fact]
    public async Task What_the_store_could_not_forget_stays_known_as_revoked()
    {
        var book = _store.Browsers();
        var browser = await AddAsync(book);
        await book.RevokeAsync(browser.Id, "test", Ct);
        var now = _store.Clock.GetUtcNow();

        _store.Lose();
        await Assert.ThrowsAsync<BridgeException>(() => book.ForgetAsync(now, now.AddDays(1), Ct));

        Assert.False(book.Get(browser.Id)!.IsPaired);
        _store.PutBack();
    }

    private static Task<BrowserIdentity> AddAsync(BrowserBook book) =>
        book.AddAsync(new PairingTicket("pair_1", "demo", "0.1.0", new BrowserInfo("Fake", "1.0")), "laptop", new byte[91], Ct);
}
