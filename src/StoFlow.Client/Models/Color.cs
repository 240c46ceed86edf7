using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoFlow.Client;

/// <summary>A colour of the site's list.</summary>
public sealed record Color : IKeepsUnknown
{
    /// <summary>Its id.</summary>
    public required long Id { get; init; }

    /// <summary>Its name in the site's language.</summary>
    public required string Title { get; init; }

    /// <summary>Every further field, as it came.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}
