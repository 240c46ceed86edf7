using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoFlow.Client;

/// <summary>A transaction's parcel.</summary>
public sealed record Shipment
{
    /// <summary>Its id.</summary>
    public long? Id { get; init; }

    /// <summary>How far it is, as the site counts: 200 shipped, 400 delivered.</summary>
    public int? Status { get; init; }

    /// <summary>What carrying it costs.</summary>
    public Money? Price { get; init; }

    /// <summary>The carrier's number of it.</summary>
    public string? TrackingCode { get; init; }

    /// <summary>Who carries it.</summary>
    public string? CarrierName { get; init; }

    /// <summary>When it was given to the carrier.</summary>
    public DateTimeOffset? ShippedAt { get; init; }

    /// <summary>When it arrived.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>Every further field, as it came.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}
