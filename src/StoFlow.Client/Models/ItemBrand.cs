using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoFlow.Client;

/// <summary>An own item's brand by name, beside <see cref="ItemDetail.BrandId"/>.</summary>
public sealed record ItemBrand
{
    /// <summary>Its id; null for a brand in the seller's own words.</summary>
    public long? Id { get; init; }

    /// <summary>Its name.</summary>
    public string? Title { get; init; }

    /// <summary>In the seller's own words, not of the site's list.</summary>
    public bool? IsCustomBrand { get; init; }

    /// <summary>Every further field, as it came.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}
