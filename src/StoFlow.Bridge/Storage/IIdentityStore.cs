using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Policy;

namespace StoFlow.Bridge.Storage;

/// <summary>
/// Who may come in: sellers, browsers, tokens. Callers keep the copies that they look things up in. Every task completes when its change is durable, with
/// whether there was something to change; <c>storage_unavailable</c> means that nothing was recorded.
/// </summary>
internal interface IIdentityStore
{
    /// <summary>True when the seller is new.</summary>
    Task<bool> AddSellerAsync(Seller seller, CancellationToken ct);

    Task<bool> RemoveSellerAsync(string name, CancellationToken ct);

    IReadOnlyList<Seller> Sellers();

    Task<bool> AddBrowserAsync(BrowserIdentity browser, CancellationToken ct);

    /// <summary>Ends a pairing; its browser stays in the list.</summary>
    Task<bool> RevokeBrowserAsync(string id, DateTimeOffset now, CancellationToken ct);

    Task<bool> RenameBrowserAsync(string id, string name, CancellationToken ct);

    /// <summary>Writes what changes at each connect; many at once, since a restart brings every browser back within seconds.</summary>
    Task<bool> SawBrowsersAsync(IReadOnlyList<BrowserIdentity> browsers, CancellationToken ct);

    /// <summary>Browsers whose pairing ended long ago, or before many others, go.</summary>
    Task<bool> ForgetBrowsersAsync(IReadOnlyList<string> ids, CancellationToken ct);

    IReadOnlyList<BrowserIdentity> Browsers();

    /// <summary>Adds a token and, in the same commit, shortens the life of the one that it takes over from.</summary>
    Task<bool> AddTokenAsync(TokenRecord token, TokenRecord? shortened, CancellationToken ct);

    Task<bool> RevokeTokenAsync(string id, DateTimeOffset now, CancellationToken ct);

    /// <summary>Whom a token may act for from now on.</summary>
    Task<bool> NarrowTokenAsync(string id, IReadOnlyList<string> sellers, CancellationToken ct);

    /// <summary>When tokens were used last, in milliseconds since 1970.</summary>
    Task<bool> UsedTokensAsync(IReadOnlyList<(string Id, long At)> used, CancellationToken ct);

    /// <summary>Tokens that ended long ago, or before many others, go.</summary>
    Task<bool> ForgetTokensAsync(IReadOnlyList<string> ids, CancellationToken ct);

    IReadOnlyList<TokenRecord> Tokens();
}
