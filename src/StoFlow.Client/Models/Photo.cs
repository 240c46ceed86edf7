using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoFlow.Client;

/// <summary>A photo as the site knows it. Source: answers of uploads, lists and details.</summary>
public sealed record Photo : IKeepsUnknown
{
    /// <summary>Its id. On the item it can differ from the one the upload gave.</summary>
    public required long Id { get; init; }

    /// <summary>Its place on the item, from 1.</summary>
    public int? ImageNo { get; init; }

    /// <summary>In pixels.</summary>
    public int? Width { get; init; }

    /// <summary>In pixels.</summary>
    public int? Height { get; init; }

    /// <summary>Quarter turns as the site counts them; 0 is upright.</summary>
    public int? Orientation { get; init; }

    /// <summary>A sized copy. Signed and short-lived: load it soon, do not store it.</summary>
    public string? Url { get; init; }

    /// <summary>The full-size copy.</summary>
    public string? FullSizeUrl { get; init; }

    /// <summary>The item's first photo.</summary>
    public bool? IsMain { get; init; }

    /// <summary>The upload session it belongs to, while it is on no item.</summary>
    public string? TempUuid { get; init; }

    /// <summary>The prevailing colour, such as <c>#8A7B6C</c>.</summary>
    public string? DominantColor { get; init; }

    /// <summary>The original, with the time of its upload.</summary>
    public HighResolution? HighResolution { get; init; }

    /// <summary>Every further field, as it came; one of another type than known under its path, such as <c>$.width</c>.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}
