using System.Text.Json;
using System.Text.Json.Nodes;
using StoFlow.Protocol.Shapes;

namespace StoFlow.Client;

/// <summary>The parts of the edit view as an update sends them back. What cannot be read is drift: left out or sent as null, the site would wipe it.</summary>
internal static class EditView
{
    private static readonly Shape Shape = SiteShapes.ItemDetail;
    private static readonly (string Name, string Flat)[] Shipments = [("domestic", "domestic_shipment_price"), ("international", "international_shipment_price")];

    /// <summary>Throws when a part is missing or cannot be read, before anything is sent.</summary>
    /// <param name="read">The edit view as read.</param>
    /// <param name="draft">A draft may be empty, but must say so.</param>
    /// <param name="changes">What takes the place of what cannot be read.</param>
    public static void CheckWhole(JsonElement read, bool draft, ItemChanges changes)
    {
        SiteCalls.CheckWhole(read, draft ? SiteShapes.DraftForUpdate : SiteShapes.ItemForUpdate);

        // Made for nothing: what it cannot read shows before a photo goes up.
        var form = ItemForm.Update(read, changes, null, "", Guid.Empty);
        foreach (var (name, part) in form)
            if (name is "item" or "draft")
                foreach (var (field, value) in part!.AsObject()) CheckWritable(value, "item." + field);
            else CheckWritable(part, name);
    }

    // Half a character, which JSON can hold, cannot be written again as it was.
    private static void CheckWritable(JsonNode? part, string path)
    {
        try
        {
            if (part is not null) _ = JsonSerializer.SerializeToElement(part, ClientJson.Default.JsonNode);
        }
        catch (Exception unfit) when (unfit is JsonException or InvalidOperationException or ArgumentException)
        {
            throw DriftWatch.Odd(Shape, path, unfit);
        }
    }

    /// <summary>A price as the number that the site takes, whichever way it writes it; null without one.</summary>
    public static decimal? Price(JsonElement owner, string name, string at = "item.")
        => Given(owner, name) is { } price ? DriftWatch.Value(price, ClientJson.Default.Money, Shape, at + name).Amount : null;

    /// <summary>Own prices of shipping; the site writes them in an object or flat.</summary>
    public static JsonObject Shipment(JsonElement item)
    {
        var there = item.TryGetProperty("shipment_prices", out var nested);
        var prices = new JsonObject();
        if (nested.ValueKind == JsonValueKind.Object)
            foreach (var field in nested.EnumerateObject()) prices[field.Name] = ItemForm.ToNode(field.Value);
        else if (there && nested.ValueKind != JsonValueKind.Null) throw DriftWatch.Odd(Shape, "item.shipment_prices");
        foreach (var (name, flat) in Shipments)
        {
            if ((Price(nested, name, "item.shipment_prices.") ?? Price(item, flat)) is { } price) prices[name] = price;
            else if (nested.ValueKind == JsonValueKind.Null || item.TryGetProperty(flat, out _)) prices[name] = null;
            else if (nested.ValueKind == JsonValueKind.Object && !prices.ContainsKey(name)) throw DriftWatch.Missing(Shape, "item.shipment_prices." + name);
        }

        // Flat, one of the two may be all there is: it goes back alone.
        return prices.Count > 0 ? prices : throw DriftWatch.Missing(Shape, "item.shipment_prices");
    }

    /// <summary>The brand: its id, or the seller's own words for it.</summary>
    public static (JsonNode? Id, JsonNode? Name) Brand(JsonElement item)
    {
        var id = ItemFields.IdOf(item, "brand_id");
        var brand = Given(item, "brand_dto") ?? default;
        var custom = Given(brand, "is_custom_brand") is { } flag && DriftWatch.Value(flag, ClientJson.Default.Boolean, Shape, "item.brand_dto.is_custom_brand");
        var words = Text(brand, "title") ?? Text(item, "brand");
        if (id is not null && (!custom || words is null)) return (id, "");

        // Without an id there are only the words: where they may be is all left out, nobody can tell.
        if (words is null && !(item.TryGetProperty("brand_dto", out var none) && (none.ValueKind == JsonValueKind.Null || brand.TryGetProperty("title", out _))))
            throw DriftWatch.Missing(Shape, none.ValueKind == JsonValueKind.Object ? "item.brand_dto.title" : "item.brand_dto");
        return (null, words is { } name ? ItemForm.ToNode(name) : "");
    }

    private static JsonElement? Text(JsonElement owner, string name) => Given(owner, name) is { ValueKind: JsonValueKind.String } text ? text : null;

    private static JsonElement? Given(JsonElement owner, string name)
        => owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
