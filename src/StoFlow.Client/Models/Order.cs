using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoFlow.Client;

/// <summary>A sale or a purchase. Source: <c>/api/v2/my_orders</c>.</summary>
public sealed record Order : IKeepsUnknown
{
    /// <summary>The transaction's id; the site leaves it out now and then.</summary>
    public long? TransactionId { get; init; }

    /// <summary>The conversation's id; the site leaves it out now and then.</summary>
    public long? ConversationId { get; init; }

    /// <summary>The item's title, or the bundle's.</summary>
    public required string Title { get; init; }

    /// <summary>What the item costs, without fees.</summary>
    public Money? Price { get; init; }

    /// <summary>How far it is, in the site's language.</summary>
    public string? Status { get; init; }

    /// <summary>How far it is, for programs: <c>completed</c>, <c>failed</c>, <c>waiting</c> or <c>needs_action</c>.</summary>
    public string? TransactionUserStatus { get; init; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>Every further field, as it came; one of another type than known under its path, such as <c>$.status</c>.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}
