using StoFlow.Sandbox.Shop;

namespace StoFlow.Sandbox.Site;

/// <summary>Who looks at a page and how it is to be written.</summary>
internal sealed record PageView(MarketSite Site, PageForm Form, string Token, string Decoy, string AnonId)
{
    public Account? Account { get; init; }

    /// <summary>The <c>currentUser</c> object, when signed in.</summary>
    public string? UserJson { get; init; }

    public required string Nonce { get; init; }

    public required string FormToken { get; init; }
}
