using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoFlow.Client;

/// <summary>One sale or purchase in full. Source: <c>/api/v2/transactions/{id}</c>.</summary>
public sealed record Transaction : IKeepsUnknown
{
    /// <summary>Its id.</summary>
    public required long Id { get; init; }

    /// <summary>The item; of a bundle the first one.</summary>
    public long? ItemId { get; init; }

    /// <summary>All items of it; one that is not a bundle has one.</summary>
    public IReadOnlyList<long> ItemIds { get => field is { Count: > 0 } ? field : ItemId is { } one ? [one] : []; init; } = [];

    /// <summary>The item's title, or the bundle's.</summary>
    public string? ItemTitle { get; init; }

    /// <summary>Several items sold together.</summary>
    public bool? IsBundle { get; init; }

    /// <summary>How far it is, as the site counts: 400 and above is completed.</summary>
    public int? Status { get; init; }

    /// <summary>How far it is, in the site's language.</summary>
    public string? StatusTitle { get; init; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset? StatusUpdatedAt { get; init; }

    /// <summary>How far it is, for programs: <c>completed</c>, <c>failed</c>, <c>waiting</c> or <c>needs_action</c>.</summary>
    public string? TransactionUserStatus { get; init; }

    /// <summary>Who buys.</summary>
    public TransactionParty? Buyer { get; init; }

    /// <summary>Who sells.</summary>
    public TransactionParty? Seller { get; init; }

    /// <summary>What was agreed on.</summary>
    public TransactionOffer? Offer { get; init; }

    /// <summary>What the site takes from the buyer.</summary>
    public Money? ServiceFee { get; init; }

    /// <summary>The parcel.</summary>
    public Shipment? Shipment { get; init; }

    /// <summary>Every further field, as it came; one of another type than known under its path, such as <c>$.status</c>.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}
