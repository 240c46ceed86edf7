using StoFlow.Protocol;
using StoFlow.Protocol.Policy;

namespace StoFlow.Client;

/// <summary>Which site to talk to when the caller named none: the one the seller's browser is signed in to.</summary>
internal sealed class SiteFinder(BridgeClient bridge, VintedClientOptions options)
{
    private readonly SitePolicy _policy = SitePolicy.Current;
    private volatile Site? _found;

    /// <summary>The seller is not signed in there any more, and perhaps elsewhere.</summary>
    public void Forget() => _found = null;

    public async ValueTask<Site> FindAsync(CancellationToken cancel)
    {
        if (_found is { } known) return known;
        if (options.Site is { } named) return _found = _policy.Find(named)!;
        var status = await bridge.StatusAsync(cancel).ConfigureAwait(false);
        var signedIn = status.Browsers
            .Where(browser => browser.Online && (options.Seller is null || string.Equals(browser.Seller, options.Seller, StringComparison.Ordinal)))
            .SelectMany(browser => browser.Sites)
            .Where(site => site.SignedIn == true)
            .Select(site => site.Site)
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        if (signedIn.Length > 1)
            throw new RefusedException(ErrorCode.InvalidRequest, $"The seller is signed in to several sites ({string.Join(", ", signedIn)}): name one in VintedClientOptions.Site.") { Field = "site" };

        // Not kept: the seller may sign in elsewhere in a moment.
        if (signedIn.Length == 0) return _policy.Sites[0];
        return _found = _policy.Find(signedIn[0]) ?? _policy.Sites[0];
    }
}
