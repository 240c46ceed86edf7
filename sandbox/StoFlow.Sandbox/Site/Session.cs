using StoFlow.Sandbox.Shop;

namespace StoFlow.Sandbox.Site;

/// <summary>A signed-in browser. The access token runs out, the refresh token works once.</summary>
internal sealed class Session(string id, long accountId, string host)
{
    public string Id { get; } = id;

    public long AccountId { get; } = accountId;

    public string Host { get; } = host;

    public bool IsOf(MarketSite site) => string.Equals(Host, site.Host, StringComparison.Ordinal);

    public string AccessToken { get; set; } = "";

    public DateTimeOffset AccessEnds { get; set; }

    public string RefreshToken { get; set; } = "";

    /// <summary>False once only the sign-in form can bring it back.</summary>
    public bool RefreshAlive { get; set; } = true;
}
