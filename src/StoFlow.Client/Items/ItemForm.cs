using System.Text.Json;
using System.Text.Json.Nodes;
using StoFlow.Protocol.Shapes;

namespace StoFlow.Client;

/// <summary>The bodies of create and update. The site takes an update as the whole new item, so everything read is sent back unless it is changed.</summary>
internal static class ItemForm
{
    // Sent back by their own names as they were read.
    private static readonly string[] Kept =
    [
        "catalog_id", "size_id", "status_id", "package_size_id", "measurement_width", "measurement_length", "measurement_unit", "is_unisex",
        "isbn", "author", "book_title", "video_game_rating_id", "model", "manufacturer", "manufacturer_labelling", "ai_photo",
    ];

    // What the edit view says beside them and the site makes by itself, or what goes back under another name. Every other field goes back as it was read: a
    // field that the site has got since would be lost otherwise.
    private static readonly HashSet<string> Answered = new(StringComparer.Ordinal)
    {
        "brand_dto", "color1", "color1_id", "color2", "color2_id", "status", "photos", "photo", "photos_count", "url", "path", "user", "user_id", "user_login", "is_draft", "is_hidden",
        "is_reserved", "is_closed", "is_processing", "item_closing_action", "item_alert", "item_alert_type", "view_count", "favourite_count", "stats_visible", "promoted",
        "catalog_name", "size_title", "service_fee", "total_item_price", "domestic_shipment_price", "international_shipment_price", "offer_price", "moderation_status",
        "last_push_up_at", "created_at", "created_at_ts", "updated_at", "updated_at_ts", "localization", "description_attributes", "accepted_pay_in_methods", "code",
    };

    private static readonly string[] KeptOfPhotos = ["ai_detected", "digital_source_type", "c2pa_read_error"];

    public static JsonObject Create(NewItem item, string currency, Guid session, IReadOnlyList<Photo> photos, bool draft)
    {
        var fields = new JsonObject
        {
            ["id"] = null,
            ["currency"] = currency,
            ["temp_uuid"] = session.ToString(),
            ["title"] = item.Title,
            ["description"] = item.Description,
            ["brand_id"] = item.BrandId ?? (string.IsNullOrEmpty(item.Brand) ? 1 : null),
            ["brand"] = item.BrandId is null ? item.Brand ?? "" : "",
            ["size_id"] = item.SizeId,
            ["catalog_id"] = draft && item.CatalogId == 0 ? null : item.CatalogId,
            ["is_unisex"] = item.IsUnisex,
            ["status_id"] = item.StatusId ?? ItemFields.ConditionOf(item.Attributes),
            ["color_ids"] = Ids(item.ColorIds),
            ["price"] = draft && item.Price == 0 ? null : item.Price,
            ["package_size_id"] = item.PackageSizeId,
            ["shipment_prices"] = new JsonObject { ["domestic"] = item.DomesticShipment, ["international"] = item.InternationalShipment },
            ["assigned_photos"] = new JsonArray([.. photos.Select(photo => new JsonObject { ["id"] = photo.Id, ["orientation"] = photo.Orientation ?? 0 })]),
            ["item_attributes"] = new JsonArray([.. Attributes(item).Select(Node)]),
            ["measurement_width"] = item.MeasurementWidth,
            ["measurement_length"] = item.MeasurementLength,
            ["measurement_unit"] = item.MeasurementUnit,
            ["isbn"] = item.Isbn,
            ["author"] = item.Author,
            ["book_title"] = item.BookTitle,
            ["video_game_rating_id"] = item.VideoGameRatingId,
            ["model"] = null,
            ["manufacturer"] = item.Manufacturer,
            ["manufacturer_labelling"] = item.ManufacturerLabelling,
            ["ai_photo"] = false,
        };
        return Wrap(fields, draft, session, null);
    }

    /// <param name="read">The edit view as read.</param>
    /// <param name="changes">What to change.</param>
    /// <param name="photos">The photos in their new order; null keeps them.</param>
    /// <param name="currency">Of the site, where the item does not say.</param>
    /// <param name="session">A new upload session, or the one the new photos went up in.</param>
    public static JsonObject Update(JsonElement read, ItemChanges changes, IReadOnlyList<Photo>? photos, string currency, Guid session)
    {
        var item = read.GetProperty("item");
        var fields = new JsonObject
        {
            ["id"] = ItemFields.IdOf(item, "id"),
            ["currency"] = Copy(item, "currency") ?? currency,
            ["temp_uuid"] = session.ToString(),
            ["title"] = changes.Title ?? Copy(item, "title"),
            ["description"] = changes.Description ?? Copy(item, "description"),
            ["price"] = changes.Price ?? EditView.Price(item, "price"),
            ["color_ids"] = Ids(changes.ColorIds ?? [.. new[] { ItemFields.IdOf(item, "color1_id"), ItemFields.IdOf(item, "color2_id") }.OfType<long>()]),
            ["shipment_prices"] = EditView.Shipment(item),
            ["assigned_photos"] = AssignedPhotos(item, photos),
            ["item_attributes"] = ChangedAttributes(item, changes),
        };
        foreach (var name in Kept) fields[name] = name.EndsWith("_id", StringComparison.Ordinal) ? ItemFields.IdOf(item, name) : Copy(item, name);
        foreach (var field in item.EnumerateObject())
            if (!fields.ContainsKey(field.Name) && !Answered.Contains(field.Name) && !field.Name.StartsWith("can_", StringComparison.Ordinal)) fields[field.Name] = ToNode(field.Value);
        SetBrand(fields, item, changes);
        if (changes.CatalogId is { } catalog) fields["catalog_id"] = catalog;
        if (changes.SizeId is { } size) fields["size_id"] = size;
        if ((changes.StatusId ?? ItemFields.ConditionOf(changes.Attributes)) is { } status) fields["status_id"] = status;
        if (changes.PackageSizeId is { } package) fields["package_size_id"] = package;
        if (changes.IsUnisex is { } unisex) fields["is_unisex"] = unisex;

        var body = Wrap(fields, IsDraft(item), session, read.TryGetProperty("parcel", out var parcel) ? ToNode(parcel) : null);
        if (photos is null) body["update_photos"] = 0;
        return body;
    }

    public static bool IsDraft(JsonElement item)
        => item.TryGetProperty("is_draft", out var flag) && flag.ValueKind != JsonValueKind.Null && DriftWatch.Value(flag, ClientJson.Default.Boolean, SiteShapes.ItemDetail, "item.is_draft");

    private static JsonObject Wrap(JsonObject fields, bool draft, Guid session, JsonNode? parcel) => new()
    {
        [draft ? "draft" : "item"] = fields,
        ["feedback_id"] = null,
        ["push_up"] = false,
        ["parcel"] = parcel,
        ["upload_session_id"] = session.ToString(),
    };

    private static IEnumerable<ItemAttribute> Attributes(NewItem item)
    {
        var named = item.Attributes.Select(attribute => attribute.Code).ToHashSet(StringComparer.Ordinal);
        if (item.SizeId is { } size && !named.Contains("size")) yield return new ItemAttribute("size", [size]);
        if (item.StatusId is { } status && !named.Contains("condition")) yield return new ItemAttribute("condition", [status]);
        if (item.MaterialIds.Count > 0 && !named.Contains("material")) yield return new ItemAttribute("material", item.MaterialIds);
        foreach (var attribute in item.Attributes) yield return attribute;
    }

    private static JsonArray ChangedAttributes(JsonElement item, ItemChanges changes)
    {
        var set = new Dictionary<string, IReadOnlyList<long>>(StringComparer.Ordinal);
        if (changes.SizeId is { } size) set["size"] = [size];
        if (changes.StatusId is { } status) set["condition"] = [status];
        if (changes.MaterialIds is { } materials) set["material"] = materials;
        foreach (var attribute in changes.Attributes ?? []) set[attribute.Code] = attribute.Ids;

        var all = new JsonArray();
        if (item.TryGetProperty("item_attributes", out var read) && read.ValueKind == JsonValueKind.Array)
            foreach (var attribute in read.EnumerateArray())
                if (!(attribute.TryGetProperty("code", out var code) && set.ContainsKey(ReadableText.Of(code)))) all.Add(ToNode(attribute));
        foreach (var (code, ids) in set)
            if (ids.Count > 0) all.Add((JsonNode)Node(new ItemAttribute(code, ids)));
        return all;
    }

    private static JsonArray AssignedPhotos(JsonElement item, IReadOnlyList<Photo>? photos)
    {
        var read = new OrderedDictionary<long, JsonElement>();
        foreach (var photo in item.GetProperty("photos").EnumerateArray())
            if (ItemFields.IdOf(photo, "id", "item.photos[].") is not { } own || !read.TryAdd(own, photo)) throw DriftWatch.Odd(SiteShapes.ItemDetail, "item.photos[].id");
        var all = new JsonArray();
        foreach (var (id, orientation) in photos?.Select(photo => (photo.Id, photo.Orientation)) ?? read.Keys.Select(id => (id, (int?)null)))
        {
            var entry = new JsonObject { ["id"] = id, ["orientation"] = orientation ?? 0 };
            if (read.TryGetValue(id, out var known))
            {
                entry["orientation"] = ItemFields.IdOf(known, "orientation", "item.photos[].") ?? 0;
                foreach (var name in KeptOfPhotos)
                    if (known.TryGetProperty(name, out var value)) entry[name] = ToNode(value);
            }

            all.Add((JsonNode)entry);
        }

        return all;
    }

    private static void SetBrand(JsonObject fields, JsonElement item, ItemChanges changes)
    {
        (fields["brand_id"], fields["brand"]) = changes switch
        {
            { BrandId: { } id } => ((JsonNode?)id, (JsonNode?)""),
            { Brand: { Length: > 0 } name } => (null, name),
            _ => EditView.Brand(item),
        };
    }

    private static JsonArray Ids(IReadOnlyList<long> ids) => new([.. ids.Select(id => (JsonNode)id)]);

    private static JsonObject Node(ItemAttribute attribute) => new() { ["code"] = attribute.Code, ["ids"] = Ids(attribute.Ids) };

    private static JsonNode? Copy(JsonElement owner, string name) => owner.TryGetProperty(name, out var value) ? ToNode(value) : null;

    internal static JsonNode? ToNode(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.Object => JsonObject.Create(value),
        JsonValueKind.Array => JsonArray.Create(value),
        _ => JsonValue.Create(value),
    };
}
