using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoFlow.Client;

/// <summary>
/// An item as the seller's list shows it: brand, size and condition are texts here, and description, category and colours are missing;
/// <see cref="ItemDetail"/> has them. Source: <c>/api/v2/wardrobe/{user_id}/items</c>.
/// </summary>
public sealed record Item : IKeepsUnknown
{
    /// <summary>Its id, beyond 32 bits.</summary>
    public required long Id { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>The seller's price; 0 for a draft that has none yet.</summary>
    public required Money Price { get => field.In(Currency); init; }

    /// <summary>ISO 4217, where the site says it beside the price; the site's own when it says it nowhere.</summary>
    public string? Currency { get; init; }

    /// <summary>The brand's name; empty without one.</summary>
    [JsonConverter(typeof(TextOrTitleConverter))]
    public string? Brand { get; init; }

    /// <summary>The size's text, such as <c>W34 | FR 44</c>.</summary>
    [JsonConverter(typeof(TextOrTitleConverter))]
    public string? Size { get; init; }

    /// <summary>The condition's text in the site's language. For what the item is, see <see cref="State"/>.</summary>
    [JsonConverter(typeof(TextOrTitleConverter))]
    public string? Status { get; init; }

    /// <summary>Its page.</summary>
    public string? Url { get; init; }

    /// <summary>Its photos, the main one first; only that one where the site sends no list.</summary>
    public IReadOnlyList<Photo> Photos { get => field ?? (Photo is null ? [] : [Photo]); init => field = NoNulls.Of(value); } = null!;

    /// <summary>The main photo, where the site sends no list.</summary>
    public Photo? Photo { get; init; }

    /// <summary>How often its page was looked at.</summary>
    public int? ViewCount { get; init; }

    /// <summary>How many people keep it as a favourite.</summary>
    public int? FavouriteCount { get; init; }

    /// <summary>A draft.</summary>
    public bool? IsDraft { get; init; }

    /// <summary>Sold or deleted; <see cref="ItemClosingAction"/> says which.</summary>
    public bool? IsClosed { get; init; }

    /// <summary>Reserved for a buyer.</summary>
    public bool? IsReserved { get; init; }

    /// <summary>Hidden by its owner.</summary>
    public bool? IsHidden { get; init; }

    /// <summary>The site is looking at it.</summary>
    public bool? IsProcessing { get; init; }

    /// <summary><c>sold</c>, <c>deleted</c> or null.</summary>
    public string? ItemClosingAction { get; init; }

    /// <summary>Why the site is not content with it, such as <c>under_review</c>.</summary>
    public string? ItemAlertType { get; init; }

    /// <summary>When it was made, when the site says so.</summary>
    public DateTimeOffset? CreatedAtTs { get; init; }

    /// <summary>Whose it is, when the site says so.</summary>
    public long? UserId { get; init; }

    /// <summary>What the item is, from its flags in the order in which the site's own page tests them.</summary>
    [JsonIgnore]
    public ItemState State => ItemStates.Of(IsDraft, IsClosed, ItemClosingAction, IsReserved, IsHidden, IsProcessing, ItemAlertType);

    /// <summary>Every further field, as it came; one of another type than known under its path, such as <c>$.view_count</c>.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}
