using System.Globalization;
using System.Text.Json;
using StoFlow.Protocol.Shapes;

namespace StoFlow.Client;

/// <summary>
/// An item's fields in one comparable spelling, so that "is it as wanted?" and "is it as before?" are comparisons of texts. Keys are the names of the edit view;
/// null means that the answer does not say.
/// </summary>
internal static class ItemFields
{
    private static readonly Shape Shape = SiteShapes.ItemDetail;

    /// <summary>What the changes want, field by field.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="photoIds">The photos in their new order, when they change.</param>
    public static Dictionary<string, string> Wanted(ItemChanges changes, IReadOnlyList<long>? photoIds)
    {
        var wanted = new Dictionary<string, string>(StringComparer.Ordinal);
        if (changes.Title is { } title) wanted["title"] = Text(title);
        if (changes.Description is { } description) wanted["description"] = Text(description);
        if (changes.Price is { } price) wanted["price"] = Number(price);
        if (changes.CatalogId is { } catalog) wanted["catalog_id"] = Number(catalog);
        if (changes.BrandId is { } brand) wanted["brand_id"] = Number(brand);
        if (changes.Brand is { Length: > 0 } name) wanted["brand"] = Text(name);
        if (changes.SizeId is { } size && !Sets(changes, "size")) wanted["size_id"] = Number(size);
        if (Condition(changes) is { } status) wanted["status_id"] = Number(status);
        if (changes.ColorIds is { } colors) wanted["color_ids"] = Ids(colors);
        if (changes.MaterialIds is { } materials) wanted["item_attributes.material"] = Sorted(materials);
        if (changes.PackageSizeId is { } package) wanted["package_size_id"] = Number(package);
        if (changes.IsUnisex is { } unisex) wanted["is_unisex"] = unisex ? "1" : "0";
        foreach (var attribute in changes.Attributes ?? []) wanted["item_attributes." + attribute.Code] = Sorted(attribute.Ids);
        if (photoIds is not null) wanted["photos"] = Ids(photoIds);
        return wanted;
    }

    /// <summary>What tells a new item from another one, photos aside.</summary>
    public static Dictionary<string, string> Wanted(NewItem item)
    {
        var wanted = new Dictionary<string, string>(StringComparer.Ordinal) { ["title"] = Text(item.Title), ["description"] = Text(item.Description) };
        if (item.Price > 0) wanted["price"] = Number(item.Price);
        return wanted;
    }

    /// <summary>Whether an item is as wanted in every field that the answer tells of.</summary>
    public static bool Fits(JsonElement item, Dictionary<string, string> wanted)
        => wanted.All(field => Read(item, field.Key) is not { } there || string.Equals(there, field.Value, StringComparison.Ordinal));

    /// <summary>What an item of the edit view holds in one field; null when it does not say.</summary>
    /// <exception cref="SiteException"><c>drift</c>: it says something that cannot be read.</exception>
    public static string? Read(JsonElement item, string field) => field switch
    {
        "title" or "description" => Get(item, field) is { ValueKind: JsonValueKind.String } text ? Text(ReadableText.Of(text)) : null,
        "price" => EditView.Price(item, field) is { } price ? Number(price) : null,
        "brand" => Get(item, "brand_dto") is { ValueKind: JsonValueKind.Object } brand && Get(brand, "title") is { ValueKind: JsonValueKind.String } name ? Text(ReadableText.Of(name)) : null,
        "status_id" => Both(Id(item, field), Attribute(item, "condition")),
        "size_id" => Both(Id(item, field), Attribute(item, "size")),
        "color_ids" => string.Join(',', new[] { Id(item, "color1_id"), Id(item, "color2_id") }.OfType<string>()),
        "is_unisex" => Get(item, field) is { } flag ? DriftWatch.Value(flag, ClientJson.Default.Boolean, Shape, "item." + field) ? "1" : "0" : null,
        "photos" => Get(item, field) is { ValueKind: JsonValueKind.Array } photos ? string.Join(',', photos.EnumerateArray().Select(photo => Id(photo, "id", "item.photos[].") ?? throw DriftWatch.Missing(Shape, "item.photos[].id"))) : null,
        _ when field.StartsWith("item_attributes.", StringComparison.Ordinal) => Attribute(item, field["item_attributes.".Length..]),
        _ => Id(item, field),
    };

    /// <summary>An id; null without one.</summary>
    /// <exception cref="SiteException"><c>drift</c>: it is there and no id.</exception>
    public static long? IdOf(JsonElement owner, string name, string at = "item.")
        => Get(owner, name) is { } id ? WholeNumber.Of(id) ?? throw DriftWatch.Odd(Shape, at + name) : null;

    /// <summary>The condition that attributes set. Its ids are those of <c>status_id</c>; sizes have ids of their own.</summary>
    public static long? ConditionOf(IReadOnlyList<ItemAttribute>? attributes)
        => attributes?.FirstOrDefault(attribute => attribute.Code is "condition") is { Ids: [var condition] } ? condition : null;

    public static string Text(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Trim();

    private static bool Sets(ItemChanges changes, string code) => changes.Attributes?.Any(attribute => string.Equals(attribute.Code, code, StringComparison.Ordinal)) == true;

    // Named twice, flat and as an attribute, the attribute is looked at alone: the caller says that they differ.
    private static long? Condition(ItemChanges changes)
        => !Sets(changes, "condition") ? changes.StatusId : changes.StatusId is null ? ConditionOf(changes.Attributes) : null;

    private static string? Attribute(JsonElement item, string code)
    {
        if (Get(item, "item_attributes") is not { ValueKind: JsonValueKind.Array } attributes) return null;
        foreach (var attribute in attributes.EnumerateArray())
        {
            if (Get(attribute, "code") is not { ValueKind: JsonValueKind.String } name) throw DriftWatch.Odd(Shape, "item.item_attributes[].code");
            if (!string.Equals(ReadableText.Of(name), code, StringComparison.Ordinal)) continue;
            if (Get(attribute, "ids") is not { ValueKind: JsonValueKind.Array } ids) throw DriftWatch.Odd(Shape, "item.item_attributes[].ids");
            return Sorted([.. ids.EnumerateArray().Select(id => WholeNumber.Of(id) ?? throw DriftWatch.Odd(Shape, "item.item_attributes[].ids"))]);
        }

        return "";
    }

    // Flat and as an attribute: where they say different things, neither is believed, and it is like nothing that anybody wants.
    private static string? Both(string? flat, string? attribute)
        => string.IsNullOrEmpty(attribute) || string.Equals(flat, attribute, StringComparison.Ordinal) ? flat : flat is null ? attribute : $"{flat} or {attribute}";

    private static string? Id(JsonElement owner, string name, string at = "item.") => IdOf(owner, name, at) is { } id ? Number(id) : null;

    private static JsonElement? Get(JsonElement owner, string name)
        => owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string Ids(IEnumerable<long> ids) => string.Join(',', ids.Select(id => Number(id)));

    private static string Sorted(IReadOnlyList<long> ids) => Ids(ids.Order());

    private static string Number(decimal number) => number.ToString("0.##########", CultureInfo.InvariantCulture);
}
