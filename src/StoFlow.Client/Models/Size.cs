using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoFlow.Client;

/// <summary>A size of the site's list.</summary>
public sealed record Size
{
    /// <summary>Its id.</summary>
    public required long Id { get; init; }

    /// <summary>Such as <c>M</c> or <c>W34 | FR 44</c>.</summary>
    public required string Title { get; init; }

    /// <summary>Every further field, as it came.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}
