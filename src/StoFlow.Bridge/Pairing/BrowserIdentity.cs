namespace StoFlow.Bridge.Pairing;

/// <summary>A paired browser as the bridge remembers it.</summary>
/// <param name="Id">Not guessable; made by the bridge.</param>
/// <param name="Name">What the seller called it.</param>
/// <param name="PublicKey">SubjectPublicKeyInfo of its P-256 key.</param>
/// <param name="LastSeen">When it last proved its key or went away.</param>
/// <param name="RevokedAt">Set once, for ever; a revoked browser pairs anew.</param>
/// <param name="BrowserName">The browser's own name, for lists only.</param>
public sealed record BrowserIdentity(
    string Id,
    string Seller,
    string Name,
    ReadOnlyMemory<byte> PublicKey,
    DateTimeOffset PairedAt,
    DateTimeOffset? LastSeen = null,
    DateTimeOffset? RevokedAt = null,
    string? PluginVersion = null,
    string? BrowserName = null,
    string? BrowserVersion = null)
{
    /// <summary>Its pairing has not been ended.</summary>
    public bool IsPaired => RevokedAt is null;

    /// <summary>Such as <c>Firefox 153.0</c>, for lists.</summary>
    public string? Browser => BrowserName is null ? null : $"{BrowserName} {BrowserVersion}".TrimEnd();
}
