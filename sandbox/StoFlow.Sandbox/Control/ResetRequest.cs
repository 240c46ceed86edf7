using System.Text.Json;

namespace StoFlow.Sandbox.Control;

/// <summary>Body of <c>POST /control/reset</c>. Everything may be left out.</summary>
internal sealed record ResetRequest
{
    public int? Items { get; set; }

    /// <summary>A login, or an object of login, email, password, site, real_name, business.</summary>
    public JsonElement? Seller { get; set; }

    /// <summary>Several accounts in place of all there are.</summary>
    public SellerRequest?[]? Sellers { get; set; }

    public int? Seed { get; set; }

    public string? Site { get; set; }

    /// <summary>Ends all sessions too; by default whoever is signed in stays so.</summary>
    public bool SignOut { get; set; }

    /// <summary>Keeps the switches as they are.</summary>
    public bool KeepSettings { get; set; }
}
