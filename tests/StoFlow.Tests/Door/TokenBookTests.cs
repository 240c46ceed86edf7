using StoFlow.Bridge;
using StoFlow.Bridge.Policy;

namespace StoFlow.Tests.Door;

/// <summary>What opens and, above all, what does not.</summary>
public sealed class TokenBookTests : IAsyncDisposable
{
    private static readonly TokenRecord Like = new("", "erp", CallerScope.Write, ["anna"], default, default);
    private readonly TempStore _store = new();
    private readonly TokenBook _tokens;

    public TokenBookTests() => _tokens = _store.Tokens();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_secret_opens_and_says_who_calls()
    {
        var (secret, token) = await AddAsync();

        var caller = _tokens.Find(secret)!.Caller;

        Assert.Equal((token.Id, "erp", CallerScope.Write), (caller.TokenId, caller.Name, caller.Scope));
        Assert.True(caller.May("anna") && caller.CanWrite);
        Assert.False(caller.May("bert") || caller.IsAdmin);
    }

    [Fact]
    public async Task However_many_have_ended_another_can_be_made()
    {
        _store.Tamper(
            $"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {TokenBook.MaxTokens})
            INSERT INTO tokens (id, name, scope, sellers, hash, created_at, expires_at, revoked_at)
            SELECT 'tok_' || i, 'job', 'read', '["anna"]', randomblob(32), 1, CASE i % 2 WHEN 0 THEN 2 END, CASE i % 2 WHEN 1 THEN 2 END FROM n
            """);
        var tokens = _store.Tokens();
        Assert.Equal(TokenBook.MaxTokens, tokens.All.Count);

        var (secret, _) = await tokens.AddAsync(Like, lifetime: null, replaces: null, "test", Ct);

        Assert.NotNull(tokens.Find(secret));
    }

    [Fact]
    public async Task A_clock_that_was_ahead_for_a_moment_ends_no_token_for_good()
    {
        var (secret, _) = await _tokens.AddAsync(Like, TimeSpan.FromHours(1), replaces: null, "test", Ct);
        _store.Clock.Set(TimeSpan.FromHours(2));
        Assert.Null(_tokens.Find(secret));
        await _tokens.SweepAsync(Ct);

        _store.Clock.Set(TimeSpan.FromHours(-2));

        // Each request that carries it is cut off by this.
        Assert.False(_tokens.Find(secret)!.Ended.IsCancellationRequested);
    }

    [Theory]
    [InlineData("")]
    [InlineData("stf_")]
    [InlineData("stf_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("STF_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("stf_\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9")]
    public async Task What_is_no_secret_opens_nothing(string secret)
    {
        await AddAsync();

        Assert.Null(_tokens.Find(secret));
    }

    [Fact]
    public async Task A_secret_with_one_letter_changed_opens_nothing()
    {
        var (secret, _) = await AddAsync();

        for (var i = TokenSecret.Prefix.Length; i < secret.Length - 1; i++)
            Assert.Null(_tokens.Find(secret[..i] + (secret[i] == 'A' ? 'B' : 'A') + secret[(i + 1)..]));
    }

    [Fact]
    public async Task A_secret_whose_hash_only_begins_like_one_of_ours_opens_nothing()
    {
        var secret = TokenSecret.New();
        var hash = new byte[32];
        TokenSecret.Hash(secret, hash);
        hash[^1] ^= 1;
        await _store.Identities.AddTokenAsync(Like with { Id = "tok_1", Hash = hash }, null, Ct);

        Assert.Null(_store.Tokens().Find(secret));
    }

    [Fact]
    public async Task A_revoked_token_is_shut_out_at_once_and_after_a_restart()
    {
        var (secret, token) = await AddAsync();
        var entry = _tokens.Find(secret)!;

        await _tokens.RevokeAsync(token.Id, "test", Ct);

        Assert.Null(_tokens.Find(secret));
        Assert.True(entry.Ended.IsCancellationRequested, "its live requests are cut off");
        Assert.Null(_store.Tokens().Find(secret));
    }

    [Fact]
    public async Task An_expired_token_is_shut_out_and_its_live_requests_end()
    {
        var (secret, _) = await _tokens.AddAsync(Like, TimeSpan.FromHours(1), replaces: null, "test", Ct);
        var entry = _tokens.Find(secret)!;

        _store.Clock.Advance(TimeSpan.FromHours(1));
        await _tokens.SweepAsync(Ct);

        Assert.Null(_tokens.Find(secret));
        Assert.True(entry.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task Rotation_lets_the_old_secret_go_on_for_the_overlap_only()
    {
        var (old, token) = await AddAsync();
        var (fresh, _) = await _tokens.AddAsync(
            token, lifetime: null, token with { ExpiresAt = _store.Clock.GetUtcNow().AddMinutes(10) }, "test", Ct);

        Assert.NotNull(_tokens.Find(old));
        Assert.NotNull(_tokens.Find(fresh));
        _store.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(_tokens.Find(old));
        Assert.NotNull(_tokens.Find(fresh));
        var afterRestart = _store.Tokens();
        Assert.Null(afterRestart.Find(old));
        Assert.NotNull(afterRestart.Find(fresh));
    }

    [Fact]
    public async Task The_store_holds_no_secret()
    {
        var (secret, _) = await AddAsync();

        Assert.DoesNotContain(secret, _store.Contents(), StringComparison.Ordinal);
        Assert.DoesNotContain(secret[TokenSecret.Prefix.Length..], _store.Contents(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_have_256_bits_and_differ()
    {
        var secrets = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 100; i++) secrets.Add((await AddAsync()).Secret);

        Assert.Equal(100, secrets.Count);
        Assert.All(secrets, secret => Assert.Matches("^stf_[A-Za-z0-9_-]{43}$", secret));
    }

    [Fact]
    public async Task The_time_of_last_use_is_written_by_the_sweep()
    {
        var (secret, token) = await AddAsync();
        _store.Clock.Advance(TimeSpan.FromMinutes(3));

        _tokens.Find(secret);
        Assert.Null(_store.Tokens().Get(token.Id)!.LastUsedAt);
        await _tokens.SweepAsync(Ct);

        Assert.Equal(_store.Clock.GetUtcNow(), _store.Tokens().Get(token.Id)!.LastUsedAt);
    }

    [Fact]
    public async Task What_ended_long_ago_goes_from_memory_and_disk_and_nothing_else_does()
    {
        var (_, revoked) = await AddAsync();
        var (_, expired) = await _tokens.AddAsync(Like, TimeSpan.FromHours(1), replaces: null, "test", Ct);
        var (secret, good) = await AddAsync();
        await _tokens.RevokeAsync(revoked.Id, "test", Ct);
        _store.Clock.Advance(TimeSpan.FromDays(10));
        var (_, late) = await AddAsync();
        await _tokens.RevokeAsync(late.Id, "test", Ct);
        var now = _store.Clock.GetUtcNow();

        await _tokens.ForgetAsync(now, now.AddDays(-11), Ct);
        Assert.Equal(4, _store.Tokens().All.Count);
        await _tokens.ForgetAsync(now, now.AddDays(-5), Ct);

        Assert.Equal(new[] { good.Id, late.Id }.Order(), _tokens.All.Select(token => token.Id).Order());
        Assert.Equal(_tokens.All.Select(token => token.Id).Order(), _store.Tokens().All.Select(token => token.Id).Order());
        Assert.NotNull(_tokens.Find(secret));
        Assert.Null(_tokens.Get(expired.Id));
    }

    [Fact]
    public async Task Of_very_many_that_ended_the_newest_are_kept_and_those_not_ended_by_the_slower_clock_all()
    {
        _store.Tamper(
            $"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {EndedLongAgo.MostKept + 700})
            INSERT INTO tokens (id, name, scope, sellers, hash, created_at, expires_at)
            SELECT 'tok_' || i, 'job', 'read', '["anna"]', randomblob(32), 1, i FROM n
            """);
        var tokens = _store.Tokens();

        await tokens.ForgetAsync(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(-1), Ct);
        Assert.Equal(EndedLongAgo.MostKept + 700, tokens.All.Count);
        await tokens.ForgetAsync(_store.Clock.GetUtcNow(), DateTimeOffset.UnixEpoch.AddDays(-1), Ct);

        Assert.Equal(Enumerable.Range(701, EndedLongAgo.MostKept).Select(i => $"tok_{i}").Order(), tokens.All.Select(token => token.Id).Order());
        Assert.Equal(EndedLongAgo.MostKept, _store.Tokens().All.Count);
    }

    [Fact]
    public async Task What_the_store_could_not_forget_stays_in_the_list()
    {
        var (_, token) = await AddAsync();
        await _tokens.RevokeAsync(token.Id, "test", Ct);
        var now = _store.Clock.GetUtcNow();

        _store.Lose();
        await Assert.ThrowsAsync<BridgeException>(() => _tokens.ForgetAsync(now, now.AddDays(1), Ct));

        Assert.NotNull(_tokens.Get(token.Id));
        _store.PutBack();
    }

    private Task<(string Secret, TokenRecord Token)> AddAsync() => _tokens.AddAsync(Like, lifetime: null, replaces: null, "test", Ct);
}
