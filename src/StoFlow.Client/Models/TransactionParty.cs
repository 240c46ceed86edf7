using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoFlow.Client;

/// <summary>A side of a transaction.</summary>
public sealed record TransactionParty
{
    /// <summary>The account's id.</summary>
    public long? Id { get; init; }

    /// <summary>The name shown on the site.</summary>
    public string? Login { get; init; }

    /// <summary>The country's ISO code, such as <c>FR</c>.</summary>
    public string? CountryCode { get; init; }

    /// <summary>Every further field, as it came.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}
