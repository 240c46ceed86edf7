namespace StoFlow.Sandbox;

/// <summary>An invented account of the marketplace. It lives on one national site, as the real ones do.</summary>
public sealed record SellerOptions
{
    /// <summary>Name shown on the site and accepted at sign-in.</summary>
    public string Login { get; init; } = "demo.shop";

    /// <summary>E-mail accepted at sign-in.</summary>
    public string Email { get; init; } = "demo@example.test";

    /// <summary>Password of the sign-in form.</summary>
    public string Password { get; init; } = "demo-demo";

    /// <summary>Host of the national site, such as <c>www.vinted.fr</c>.</summary>
    public string Site { get; init; } = "www.vinted.fr";

    /// <summary>The owner's name.</summary>
    public string RealName { get; init; } = "Demo Seller";

    /// <summary>Items in the shop; null takes <see cref="SandboxOptions.Items"/>.</summary>
    public int? Items { get; init; }

    /// <summary>Whether the account is a business one.</summary>
    public bool Business { get; init; }

    /// <summary>What sign-in takes for the account, each once.</summary>
    internal IEnumerable<string> Names => new[] { Login, Email }.Distinct(StringComparer.OrdinalIgnoreCase);
}
