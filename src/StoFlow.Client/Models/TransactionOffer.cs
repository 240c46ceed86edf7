using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoFlow.Client;

/// <summary>What buyer and seller agreed on.</summary>
public sealed record TransactionOffer
{
    /// <summary>Its id.</summary>
    public long? Id { get; init; }

    /// <summary>What the buyer pays for the items, without fees.</summary>
    public Money? Price { get; init; }

    /// <summary>Every further field, as it came.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}
