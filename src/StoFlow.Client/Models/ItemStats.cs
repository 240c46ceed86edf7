using System.Text.Json.Serialization;

namespace StoFlow.Client;

/// <summary>An item's numbers.</summary>
public sealed record ItemStats
{
    /// <summary>The item.</summary>
    [JsonPropertyName("id")]
    public required long ItemId { get; init; }

    /// <summary>How often its page was looked at; null when the site does not say.</summary>
    public int? ViewCount { get; init; }

    /// <summary>How many people keep it as a favourite; null when the site does not say.</summary>
    public int? FavouriteCount { get; init; }

    /// <summary>Whether the site shows the numbers to its owner; null when it does not say.</summary>
    public bool? StatsVisible { get; init; }
}
