using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoFlow.Client;

/// <summary>A brand of the site's list.</summary>
public sealed record Brand : IKeepsUnknown
{
    /// <summary>Its id; 1 is "no brand".</summary>
    public required long Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Title { get; init; }

    /// <summary>Its name in addresses.</summary>
    public string? Slug { get; init; }

    /// <summary>Items of it on the site.</summary>
    public int? ItemCount { get; init; }

    /// <summary>Every further field, as it came; one of another type than known under its path, such as <c>$.item_count</c>.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}
