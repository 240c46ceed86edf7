using System.Security.Cryptography;
using StoFlow.Sandbox.Shop;

namespace StoFlow.Sandbox.Site;

/// <summary>All sessions by their tokens. Thread-safe.</summary>
internal sealed class SessionStore(TimeProvider time)
{
    private const int Limit = 50_000;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Session> _byAccess = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Session> _byRefresh = new(StringComparer.Ordinal);

    /// <summary>The token every signed-out visitor gets: scope public, no account.</summary>
    public string PublicToken { get; } = AccessTokens.Make("public", null, "visitor", "fr", time.GetUtcNow(), time.GetUtcNow().AddYears(1));

    public Session SignIn(Account account, TimeSpan accessLife)
    {
        var session = new Session(RandomNumberGenerator.GetHexString(16, lowercase: true), account.Id, account.Site.Host);
        lock (_lock)
        {
            if (_byRefresh.Count >= Limit) DropOldest_NeedsLock();
            Issue_NeedsLock(session, account, accessLife);
        }

        return session;
    }

    /// <summary>The session of an access token, whether or not the token has run out.</summary>
    public Session? Find(string? accessToken)
    {
        if (string.IsNullOrEmpty(accessToken)) return null;
        lock (_lock) return _byAccess.GetValueOrDefault(accessToken);
    }

    public Session? FindByRefresh(string? refreshToken)
    {
        if (string.IsNullOrEmpty(refreshToken)) return null;
        lock (_lock) return _byRefresh.GetValueOrDefault(refreshToken) is { RefreshAlive: true } session ? session : null;
    }

    public bool IsLive(Session session)
    {
        lock (_lock) return session.AccessEnds > time.GetUtcNow();
    }

    /// <summary>Uses the refresh token up and puts new tokens in place; false when it was used already or is dead.</summary>
    public bool Refresh(string? refreshToken, Account account, TimeSpan accessLife)
    {
        lock (_lock)
        {
            if (refreshToken is null || !_byRefresh.TryGetValue(refreshToken, out var session) || !session.RefreshAlive) return false;
            Drop_NeedsLock(session);
            Issue_NeedsLock(session, account, accessLife);
            return true;
        }
    }

    public void Expire(Session session)
    {
        lock (_lock) session.AccessEnds = DateTimeOffset.MinValue;
    }

    public void Kill(Session session)
    {
        lock (_lock)
        {
            session.AccessEnds = DateTimeOffset.MinValue;
            session.RefreshAlive = false;
        }
    }

    public void SignOut(Session session)
    {
        lock (_lock) Drop_NeedsLock(session);
    }

    /// <summary>Ends the sessions of accounts that are gone or have moved to another site.</summary>
    public void KeepOnly(Func<Session, bool> keep)
    {
        lock (_lock)
            foreach (var session in _byRefresh.Values.Where(s => !keep(s)).ToArray())
                Drop_NeedsLock(session);
    }

    private void Issue_NeedsLock(Session session, Account account, TimeSpan accessLife)
    {
        var now = time.GetUtcNow();
        session.AccessEnds = now + accessLife;
        session.AccessToken = AccessTokens.Make("user", account.Id, session.Id, account.Site.Language, now, session.AccessEnds);
        session.RefreshToken = AccessTokens.Make("user", account.Id, session.Id, account.Site.Language, now, now.AddDays(7), "refresh");
        _byAccess[session.AccessToken] = session;
        _byRefresh[session.RefreshToken] = session;
    }

    private void Drop_NeedsLock(Session session)
    {
        _byAccess.Remove(session.AccessToken);
        _byRefresh.Remove(session.RefreshToken);
    }

    private void DropOldest_NeedsLock()
    {
        foreach (var session in _byRefresh.Values.Take(Limit / 10).ToArray()) Drop_NeedsLock(session);
    }
}
