using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoFlow.Client;

/// <summary>Who is signed in in the seller's browser. Source: the site's page and <c>/api/v2/users/current</c>.</summary>
public sealed record UserData : IKeepsUnknown
{
    /// <summary>The account's id.</summary>
    public required long UserId { get; init; }

    /// <summary>The name shown on the site.</summary>
    public required string Login { get; init; }

    /// <summary>The account's e-mail address, when the site gives it. Personal: keep it out of logs.</summary>
    public string? Email { get; init; }

    /// <summary>The visitor id of the browser. The plugin sends it by itself; no call needs it.</summary>
    public string? AnonId { get; init; }

    /// <summary>The page's anti-forgery token. The plugin sends it by itself; no call needs it.</summary>
    public string? CsrfToken { get; init; }

    /// <summary>The owner's name.</summary>
    public string? RealName { get; init; }

    /// <summary>The business account: an id or an object, as the site gives it.</summary>
    public JsonElement? BusinessAccount { get; init; }

    /// <summary>Whether it is a business account; null when the site does not say.</summary>
    public bool? Business { get; init; }

    /// <summary>Items in the shop, as the site counts them.</summary>
    public int? ItemCount { get; init; }

    /// <summary>Whether the shop is on holiday.</summary>
    public bool? IsOnHoliday { get; init; }

    /// <summary>ISO 4217, such as <c>EUR</c>.</summary>
    public string? Currency { get; init; }

    /// <summary>The country's ISO code, such as <c>FR</c>.</summary>
    public string? CountryCode { get; init; }

    /// <summary>The site the browser is signed in to, such as <c>www.vinted.fr</c>, when the plugin says so.</summary>
    public string? Site { get; init; }

    /// <summary>Every further field, as it came; one of another type than known under its path, such as <c>$.item_count</c>.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }

    private bool PrintMembers(System.Text.StringBuilder text)
    {
        // Neither token nor address in a log by accident.
        text.Append("UserId = ").Append(UserId).Append(", Login = ").Append(Login);
        return true;
    }
}
