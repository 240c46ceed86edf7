using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoFlow.Client;

/// <summary>What the site says about a photo's original.</summary>
public sealed record HighResolution
{
    /// <summary>When it was uploaded.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Quarter turns as the site counts them.</summary>
    public int? Orientation { get; init; }

    /// <summary>Every further field, as it came.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}
