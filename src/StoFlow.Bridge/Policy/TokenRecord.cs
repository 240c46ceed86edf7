namespace StoFlow.Bridge.Policy;

/// <summary>A token as it lies on disk: everything but its secret.</summary>
/// <param name="Hash">SHA-256 of the secret. The secret has 256 random bits, so no slow hash is due.</param>
internal sealed record TokenRecord(
    string Id,
    string Name,
    string Scope,
    IReadOnlyList<string> Sellers,
    ReadOnlyMemory<byte> Hash,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt = null,
    DateTimeOffset? LastUsedAt = null,
    DateTimeOffset? RevokedAt = null)
{
    /// <summary>Whether it opens doors at this moment.</summary>
    public bool IsGood(DateTimeOffset now) => RevokedAt is null && (ExpiresAt is not { } end || now < end);

    /// <summary>When it ended or will end; null while nothing ends it.</summary>
    public DateTimeOffset? End => RevokedAt is { } revoked && !(ExpiresAt < revoked) ? revoked : ExpiresAt;
}
