namespace StoFlow.Bridge.Policy;

/// <summary>Who calls: what the token of a request says.</summary>
/// <param name="TokenId">Public id of the token; never its secret.</param>
/// <param name="Name">The back end's name, as sellers see it.</param>
/// <param name="Scope"><see cref="CallerScope"/>.</param>
/// <param name="Sellers">Whom it may act for; <c>*</c> means all.</param>
public sealed record Caller(string TokenId, string Name, string Scope, IReadOnlyList<string> Sellers)
{
    /// <summary>The entry that stands for every seller.</summary>
    public const string AllSellers = "*";

    /// <summary>Whose idempotency keys it uses: its own, and those of the tokens that it took over from.</summary>
    public string KeyOwner { get; } = RandomId.Root(TokenId);

    /// <summary>May change something.</summary>
    public bool CanWrite => CallerScope.Holds(Scope, CallerScope.Write);

    /// <summary>May administer: sellers, browsers, tokens.</summary>
    public bool IsAdmin => CallerScope.Holds(Scope, CallerScope.Admin);

    /// <summary>Whether every seller, also one made later, is within reach.</summary>
    public bool MayAll => Sellers.Contains(AllSellers, StringComparer.Ordinal);

    /// <summary>Whether this seller is within reach.</summary>
    public bool May(string seller) => MayAll || Sellers.Contains(seller, StringComparer.Ordinal);

    /// <summary>The only seller of a token that names exactly one, else null.</summary>
    public string? OnlySeller => Sellers is [{ } one] && one != AllSellers ? one : null;
}
