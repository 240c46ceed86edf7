using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using StoFlow.Bridge.Ops;
using StoFlow.Bridge.Storage;
using StoFlow.Protocol;

namespace StoFlow.Bridge.Policy;

/// <summary>All tokens, in memory for look-up and on disk. What changes here holds for the very next request.</summary>
internal sealed class TokenBook(IIdentityStore store, AuditLog audit, TimeProvider clock)
{
    /// <summary>Good ones: more than any operator needs.</summary>
    public const int MaxTokens = 10_000;

    private readonly ConcurrentDictionary<long, TokenEntry> _byHash = new();

    /// <summary>Told when a back end is shut out: the last good one of the tokens that took over from each other was revoked. Whose commands are to go.</summary>
    public event Func<string, Task>? ShutOut;

    /// <summary>Every token, newest first.</summary>
    public IReadOnlyList<TokenRecord> All => [.. _byHash.Values.Select(Current).OrderByDescending(token => token.CreatedAt)];

    /// <summary>Reads the store; once, before the first request.</summary>
    public void Load()
    {
        foreach (var token in store.Tokens()) _byHash[Slot(token.Hash.Span)] = new TokenEntry(token);
    }

    /// <summary>The good token of this secret, or null.</summary>
    public TokenEntry? Find(ReadOnlySpan<char> secret)
    {
        if (!TokenSecret.HasForm(secret)) return null;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        TokenSecret.Hash(secret, hash);
        if (!_byHash.TryGetValue(Slot(hash), out var entry)) return null;
        var now = clock.GetUtcNow();
        var token = entry.Record;

        // The slot tells at most 64 bits of a hash apart; the whole is compared without telling how far it fits.
        if (!CryptographicOperations.FixedTimeEquals(hash, token.Hash.Span) || !token.IsGood(now)) return null;
        entry.Used(now);
        entry.Renew();
        return entry;
    }

    /// <summary>Makes a token; the secret is known to the caller of this method only.</summary>
    /// <param name="lifetime">Null: until it is revoked.</param>
    /// <param name="replaces">The token it takes over from, already with its new end.</param>
    public async Task<(string Secret, TokenRecord Token)> AddAsync(
        TokenRecord like, TimeSpan? lifetime, TokenRecord? replaces, string actor, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        // Those that ended do not count: else whoever makes one for each job would have a bridge without a token one day, and its start without the admin's.
        if (_byHash.Count >= MaxTokens && _byHash.Values.Count(entry => entry.Record.IsGood(now)) >= MaxTokens)
            throw new BridgeException(ErrorCode.InvalidRequest, $"There are {MaxTokens} tokens already; use one of them.");
        var secret = TokenSecret.New();
        var hash = new byte[SHA256.HashSizeInBytes];
        TokenSecret.Hash(secret, hash);
        var id = replaces is null ? RandomId.New("tok") : RandomId.After(replaces.Id);
        var token = like with { Id = id, Hash = hash, CreatedAt = now, ExpiresAt = now + lifetime, LastUsedAt = null, RevokedAt = null };
        await store.AddTokenAsync(token, replaces, ct);
        _byHash[Slot(hash)] = new TokenEntry(token);
        if (replaces is not null && Entry(replaces.Id) is { } old) old.Record = old.Record with { ExpiresAt = replaces.ExpiresAt };
        await audit.RecordAsync(
            new AuditDraft(actor, replaces is null ? AuditWords.TokenMade : AuditWords.TokenRotated, null, $"{token.Id} {token.Name}", token.Scope), ct);
        return (secret, token);
    }

    /// <summary>Ends a token at once and cuts its live requests off; null when there is none of this id.</summary>
    public async Task<TokenRecord?> RevokeAsync(string id, string actor, CancellationToken ct)
    {
        if (Entry(id) is not { } entry) return null;
        if (entry.Record.RevokedAt is not null) return entry.Record;
        var now = clock.GetUtcNow();
        var shutOut = Task.CompletedTask;
        try
        {
            await store.RevokeTokenAsync(id, now, ct);
        }
        finally
        {
            // Even when the disk failed: better to lock out until the next start than to let a leaked token go on.
            entry.Record = entry.Record with { RevokedAt = now };
            entry.End();
            var owner = RandomId.Root(id);
            if (ShutOut is { } tell && !_byHash.Values.Any(other => RandomId.Root(other.Record.Id) == owner && other.Record.IsGood(now))) shutOut = tell(owner);
        }

        await audit.RecordAsync(new AuditDraft(actor, AuditWords.TokenRevoked, null, $"{id} {entry.Record.Name}", null), ct);
        await shutOut.WaitAsync(ct);
        return entry.Record;
    }

    /// <summary>A seller goes: a token that names it alone ends, one that names others too loses the name.</summary>
    public async Task ForgetSellerAsync(string seller, string actor, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        foreach (var entry in _byHash.Values)
        {
            var token = entry.Record;
            if (!token.IsGood(now) || !token.Sellers.Contains(seller, StringComparer.Ordinal)) continue;
            string[] left = [.. token.Sellers.Where(other => other != seller)];
            if (left.Length == 0)
            {
                await RevokeAsync(token.Id, actor, ct);
                continue;
            }

            await store.NarrowTokenAsync(token.Id, left, ct);
            entry.Narrow(entry.Record with { Sellers = left });
            await audit.RecordAsync(new AuditDraft(actor, AuditWords.TokenNarrowed, null, $"{token.Id} {token.Name}", seller), ct);
        }
    }

    /// <summary>The token of this id, or null.</summary>
    public TokenRecord? Get(string id) => Entry(id) is { } entry ? Current(entry) : null;

    /// <summary>
    /// How long a successor of this token is good for, null without an end: as long as the token itself was made for. What a rotation leaves of a
    /// token is no life of its own; the newest of those that took over from each other has not been cut short yet.
    /// </summary>
    public TimeSpan? LifetimeOf(TokenRecord token)
    {
        var owner = RandomId.Root(token.Id);
        var newest = _byHash.Values.Select(entry => entry.Record).Where(other => RandomId.Root(other.Id) == owner)
            .OrderByDescending(other => other.CreatedAt).ThenByDescending(other => other.ExpiresAt ?? DateTimeOffset.MaxValue).First();
        return newest.ExpiresAt - newest.CreatedAt;
    }

    /// <summary>Cuts off the requests of tokens that have expired, and writes down when each was last used.</summary>
    public async Task SweepAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var used = new List<(TokenEntry Entry, long At)>();
        foreach (var entry in _byHash.Values)
        {
            if (!entry.Record.IsGood(now)) entry.End();
            var last = entry.LastUsed;
            if (entry.LastWritten != last) used.Add((entry, last));
        }

        if (used.Count == 0) return;
        await store.UsedTokensAsync([.. used.Select(use => (use.Entry.Record.Id, use.At))], ct);
        foreach (var (entry, at) in used) entry.LastWritten = at;
    }

    /// <summary>Forgets tokens that ended long ago.</summary>
    /// <param name="now">By the clock by which what is old is forgotten.</param>
    /// <param name="oldest">What ended before has been kept long enough.</param>
    /// <param name="ct">Gives up between two commits.</param>
    public async Task ForgetAsync(DateTimeOffset now, DateTimeOffset oldest, CancellationToken ct)
    {
        foreach (var some in EndedLongAgo.Of(_byHash.Values, entry => entry.Record.End, now, oldest))
        {
            await store.ForgetTokensAsync([.. some.Select(entry => entry.Record.Id)], ct);
            foreach (var entry in some)
            {
                // Nothing sweeps it any more.
                entry.End();
                _byHash.TryRemove(new(Slot(entry.Record.Hash.Span), entry));
            }
        }
    }

    private static long Slot(ReadOnlySpan<byte> hash) => BinaryPrimitives.ReadInt64LittleEndian(hash);

    private static TokenRecord Current(TokenEntry entry) =>
        entry.LastUsed > 0 ? entry.Record with { LastUsedAt = DateTimeOffset.FromUnixTimeMilliseconds(entry.LastUsed) } : entry.Record;

    private TokenEntry? Entry(string id) => _byHash.Values.FirstOrDefault(entry => entry.Record.Id == id);
}
