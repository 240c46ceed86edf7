using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Policy;

namespace StoFlow.Tests.Door;

/// <summary>Sellers come and go one at a time, and as a whole.</summary>
public sealed class SellerBookTests : IAsyncDisposable
{
    private readonly TempStore _store = new();
    private readonly SellerBook _sellers;

    public SellerBookTests() => _sellers = _store.Sellers();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _sellers.Dispose();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task Who_cannot_take_everything_along_stays()
    {
        await _sellers.AddAsync("carl", "test", Ct);

        await Assert.ThrowsAsync<IOException>(() => _sellers.RemoveAsync("carl", "test", () => throw new IOException(), Ct));

        Assert.True(_sellers.Knows("carl"));
        Assert.True(await _sellers.RemoveAsync("carl", "test", () => Task.CompletedTask, Ct));
        Assert.False(await _sellers.RemoveAsync("carl", "test", () => Task.CompletedTask, Ct));
        Assert.Empty(_store.Sellers().All);
    }

    [Fact]
    public async Task Nobody_of_the_name_comes_before_all_of_the_old_one_is_gone()
    {
        await _sellers.AddAsync("carl", "test", Ct);
        var leaving = new TaskCompletionSource();
        var removal = _sellers.RemoveAsync("carl", "test", () => leaving.Task, Ct);
        Assert.False(_sellers.Knows("carl"));

        var later = _sellers.AddAsync("carl", "test", Ct);
        Assert.False(later.IsCompleted);
        leaving.SetResult();
        Assert.True(await removal);
        await later;

        Assert.True(_sellers.Knows("carl"));
        Assert.Single(_store.Sellers().All);
    }

    [Fact]
    public async Task A_token_loses_the_seller_who_went_and_ends_with_the_last()
    {
        var tokens = _store.Tokens();
        var like = new TokenRecord("", "erp", CallerScope.Write, ["carl", "dora"], default, default);
        var (secret, token) = await tokens.AddAsync(like, lifetime: null, replaces: null, "test", Ct);
        var entry = tokens.Find(secret)!;
        var reach = entry.Reach;

        await tokens.ForgetSellerAsync("carl", "test", Ct);

        Assert.True(reach.IsCancellationRequested, "what followed carl ends");
        Assert.False(entry.Ended.IsCancellationRequested || entry.Reach.IsCancellationRequested);
        foreach (var book in new[] { tokens, _store.Tokens() }) Assert.Equal(["dora"], book.Find(secret)!.Caller.Sellers);
        await tokens.ForgetSellerAsync("dora", "test", Ct);
        Assert.Null(tokens.Find(secret));
        Assert.NotNull(tokens.Get(token.Id)!.RevokedAt);
    }
}
