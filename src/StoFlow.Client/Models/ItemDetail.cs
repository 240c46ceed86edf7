using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoFlow.Client;

/// <summary>
/// An own item in full, with ids instead of texts. Source: <c>/api/v2/item_upload/items/{id}</c>. Answers of create and update hold less: the id for certain,
/// the rest as far as the site sent it back.
/// </summary>
public sealed record ItemDetail : IKeepsUnknown
{
    /// <summary>Its id, beyond 32 bits.</summary>
    public required long Id { get; init; }

    /// <summary>Its title.</summary>
    public string? Title { get; init; }

    /// <summary>Its description. The site leaves it out for sold items.</summary>
    public string? Description { get; init; }

    /// <summary>The seller's price.</summary>
    public Money? Price { get => field?.In(Currency); init; }

    /// <summary>ISO 4217, such as <c>EUR</c>.</summary>
    public string? Currency { get; init; }

    /// <summary>The category.</summary>
    public long? CatalogId { get; init; }

    /// <summary>The brand; 1 is "no brand", null a brand of the seller's own words.</summary>
    public long? BrandId { get; init; }

    /// <summary>The brand by name. Brands cannot be asked for by their id, so this is where an id gets its name.</summary>
    [JsonPropertyName("brand_dto")]
    public ItemBrand? Brand { get; init; }

    /// <summary>The size; null where the category has none, or where it is in <see cref="ItemAttributes"/>.</summary>
    public long? SizeId { get; init; }

    /// <summary>The condition; null where it is in <see cref="ItemAttributes"/>.</summary>
    public long? StatusId { get; init; }

    /// <summary>The condition's text in the site's language.</summary>
    public string? Status { get; init; }

    /// <summary>The first colour.</summary>
    public long? Color1Id { get; init; }

    /// <summary>The second colour.</summary>
    public long? Color2Id { get; init; }

    /// <summary>The parcel class.</summary>
    public long? PackageSizeId { get; init; }

    /// <summary>Size, condition, material and whatever else the category asks for.</summary>
    public IReadOnlyList<ItemAttribute> ItemAttributes { get => field ?? []; init => field = NoNulls.Of(value); } = [];

    /// <summary>Its photos in order, the main one first.</summary>
    public IReadOnlyList<Photo> Photos { get => field ?? []; init => field = NoNulls.Of(value); } = [];

    /// <summary>Suitable for everybody.</summary>
    public bool? IsUnisex { get; init; }

    /// <summary>A draft.</summary>
    public bool? IsDraft { get; init; }

    /// <summary>Hidden by its owner; null when the answer does not say.</summary>
    public bool? IsHidden { get; init; }

    /// <summary>Sold or deleted; null when the answer does not say.</summary>
    public bool? IsClosed { get; init; }

    /// <summary><c>sold</c>, <c>deleted</c> or null.</summary>
    public string? ItemClosingAction { get; init; }

    /// <summary>Every further field, as it came; one of another type than known under its path, such as <c>$.status</c>.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }

    /// <summary>The colours that are set.</summary>
    [JsonIgnore]
    public IReadOnlyList<long> ColorIds => [.. new[] { Color1Id, Color2Id }.OfType<long>()];
}
