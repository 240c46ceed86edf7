using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace StoFlow.Protocol.Http;

/// <summary><c>POST /api/sellers</c>: 1 to 64 of letters, digits, dot, dash, underscore.</summary>
public sealed record SellerRequest([property: RegularExpression(SellerRequest.Pattern)] string Name)
{
    /// <summary>What a seller's name looks like.</summary>
    public const string Pattern = "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$";
}

/// <summary>A seller.</summary>
public sealed record SellerView(string Name, DateTimeOffset CreatedAt, int Browsers);

/// <summary>All sellers that the token may see.</summary>
public sealed record SellerList(IReadOnlyList<SellerView> Sellers);

/// <summary><c>POST /api/tokens</c>.</summary>
/// <param name="Scope"><c>read</c>, <c>write</c> or <c>admin</c>; each holds the ones before it.</param>
/// <param name="Sellers">Whom it may act for; <c>*</c> for all.</param>
/// <param name="ExpiresInS">In seconds; left out, it does not expire.</param>
public sealed record TokenRequest(
    [property: Length(1, TokenRequest.MaxName)] string Name,
    string Scope,
    [property: Length(1, TokenRequest.MaxSellers)] IReadOnlyList<string> Sellers,
    [property: Range(1, TokenRequest.MaxLifetimeS)] long? ExpiresInS = null)
{
    /// <summary>Characters of a name.</summary>
    public const int MaxName = 64;

    /// <summary>Names of sellers.</summary>
    public const int MaxSellers = 100;

    /// <summary>In seconds: ten years.</summary>
    public const int MaxLifetimeS = 10 * 365 * 24 * 3600;
}

/// <summary>A token as lists show it; its secret is never shown again.</summary>
public sealed record TokenView(
    string Id,
    string Name,
    string Scope,
    IReadOnlyList<string> Sellers,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt = null,
    DateTimeOffset? LastUsedAt = null,
    DateTimeOffset? RevokedAt = null);

/// <summary>A new token; <c>token</c> is shown this once.</summary>
public sealed record TokenCreated(string Token, TokenView View);

/// <summary>All tokens.</summary>
public sealed record TokenList(IReadOnlyList<TokenView> Tokens);

/// <summary><c>POST /api/pairings</c>. An unknown seller is made.</summary>
public sealed record PairingRequest([property: RegularExpression(SellerRequest.Pattern)] string Seller);

/// <summary>A code for the seller to type in the plugin.</summary>
/// <param name="Code">Shown once, to whoever made it; empty whenever somebody looks what became of it.</param>
/// <param name="Status"><c>waiting</c>, <c>paired</c> or <c>expired</c>.</param>
public sealed record PairingView(
    string PairingId, string Seller, string Code, string Status, DateTimeOffset ExpiresAt, string? Browser = null);

/// <summary>One line of the audit list; <c>hash</c> covers the line and the hash before it.</summary>
public sealed record AuditEntry(
    long Seq,
    DateTimeOffset At,
    string Actor,
    string What,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Seller,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Subject,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Outcome,
    string Hash);

/// <summary>A page of the audit list, newest first.</summary>
public sealed record AuditPage(IReadOnlyList<AuditEntry> Entries, long? Next = null);
