using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using StoFlow.Sandbox.Shop;

namespace StoFlow.Sandbox.Api;

/// <summary>The body of a create or edit, read field by field. What is absent is empty: an edit replaces everything.</summary>
internal sealed class ItemBody
{
    private readonly JsonElement _item;

    private ItemBody(JsonElement item, JsonElement root)
    {
        _item = item;
        Root = root;
    }

    public JsonElement Root { get; }

    public long? Id => Whole(_item, "id");

    public long[] PhotoIds { get; private set; } = [];

    /// <summary>Reads the part named <paramref name="wrapper"/>; null when the body is not such an object.</summary>
    public static async Task<ItemBody?> Read(ApiCall call, string wrapper)
    {
        var root = await JsonBody.Read(call.Http);
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(wrapper, out var item) || item.ValueKind != JsonValueKind.Object) return null;
        return new ItemBody(item, root) { PhotoIds = ReadPhotos(item) };
    }

    /// <summary>The item as the body says, on the ground of an empty or existing one; photos are settled later.</summary>
    public Item Onto(Item ground) => ground with
    {
        Title = Text("title") ?? "",
        Description = Text("description") ?? "",
        Price = Decimal("price") ?? 0,
        CatalogId = Int("catalog_id"),
        BrandId = Int("brand_id"),
        Brand = Int("brand_id") is { } known and not 1 ? Brand.Find(known)?.Title ?? Text("brand") ?? "" : Text("brand") ?? "",
        SizeId = Int("size_id"),
        StatusId = Int("status_id"),
        ColorIds = Numbers(_item, "color_ids"),
        PackageSizeId = Int("package_size_id"),
        Attributes = ReadAttributes(),
        Extras = ReadExtras(),
    };

    public string? Currency => Text("currency");

    private static long[] ReadPhotos(JsonElement item)
        => item.TryGetProperty("assigned_photos", out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(p => p.ValueKind == JsonValueKind.Object ? Whole(p, "id") ?? 0 : 0)]
            : [];

    private static long? Whole(JsonElement element, string name) => !element.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt64(out var number) => number,
        JsonValueKind.String when long.TryParse(value.GetString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private static ImmutableArray<int> Numbers(JsonElement element, string name)
        => element.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(n => n.ValueKind == JsonValueKind.Number && n.TryGetInt32(out var id) ? id : int.TryParse(n.ToString(), CultureInfo.InvariantCulture, out id) ? id : 0)]
            : [];

    private ImmutableArray<ItemAttribute> ReadAttributes()
        => _item.TryGetProperty("item_attributes", out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(a => a.ValueKind == JsonValueKind.Object && a.TryGetProperty("code", out _))
                .Select(a => new ItemAttribute(a.GetProperty("code").ToString(), Numbers(a, "ids")))]
            : [];

    private ItemExtras ReadExtras()
    {
        var prices = _item.TryGetProperty("shipment_prices", out var given) && given.ValueKind == JsonValueKind.Object ? given : default;
        var extras = new ItemExtras
        {
            MeasurementWidth = Int("measurement_width"),
            MeasurementLength = Int("measurement_length"),
            MeasurementUnit = Text("measurement_unit"),
            IsUnisex = Flag("is_unisex"),
            AiPhoto = Flag("ai_photo"),
            Isbn = Text("isbn"),
            Author = Text("author"),
            BookTitle = Text("book_title"),
            VideoGameRatingId = Int("video_game_rating_id"),
            Manufacturer = Text("manufacturer"),
            ManufacturerLabelling = Text("manufacturer_labelling"),
            DomesticShipment = prices.ValueKind == JsonValueKind.Object ? Decimal("domestic", prices) : null,
            InternationalShipment = prices.ValueKind == JsonValueKind.Object ? Decimal("international", prices) : null,
            Model = Raw(_item, "model"),
            Parcel = Raw(Root, "parcel"),
            Unnamed = Unnamed(),
        };
        return extras == ItemExtras.None ? ItemExtras.None : extras;
    }

    private string? Unnamed()
    {
        var rest = new System.Text.Json.Nodes.JsonObject();
        foreach (var field in _item.EnumerateObject())
            if (!ItemFieldNames.All.Contains(field.Name)) rest[field.Name] = System.Text.Json.Nodes.JsonNode.Parse(field.Value.GetRawText());
        return rest.Count == 0 ? null : rest.ToJsonString();
    }

    private static string? Raw(JsonElement element, string name)
        => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value.GetRawText() : null;

    private string? Text(string name) => _item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private int? Int(string name) => Whole(_item, name) is { } number and <= int.MaxValue and >= int.MinValue ? (int)number : null;

    private bool Flag(string name) => _item.TryGetProperty(name, out var value) && (value.ValueKind == JsonValueKind.True || Whole(_item, name) is 1);

    private decimal? Decimal(string name) => Decimal(name, _item);

    private static decimal? Decimal(string name, JsonElement element) => !element.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetDecimal(out var number) => number,
        JsonValueKind.String when decimal.TryParse(value.GetString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };
}
