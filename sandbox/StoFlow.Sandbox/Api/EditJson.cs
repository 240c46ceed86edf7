using System.Text.Json;
using StoFlow.Sandbox.Shop;

namespace StoFlow.Sandbox.Api;

/// <summary>An item as its owner edits it: all fields, with ids.</summary>
internal static class EditJson
{
    public static void Write(Utf8JsonWriter json, ApiCall call, Item item, bool processing)
    {
        var text = call.Settings.NumericStrings;
        var site = call.Me.Site;
        json.WriteStartObject();
        json.WriteId("id", item.Id, text);
        json.WriteText("title", item.Title);
        json.WriteText("description", item.IsClosed ? null : item.Description);
        if (item is { IsDraft: true, Price: 0 }) json.WriteNull("price");
        else json.WriteMoney("price", item.Price, site, call.Settings.PriceForm);
        json.WriteString("currency", site.Currency);
        json.WriteId("catalog_id", item.CatalogId, text);
        Brand(json, item, text);
        json.WriteId("size_id", item.SizeId, text);
        json.WriteId("status_id", call.Settings.StatusIdNull ? null : ItemJson.ConditionOf(item), text);
        json.WriteString("status", Condition.Find(ItemJson.ConditionOf(item))?.Title(site.Language));
        for (var index = 0; index < 2; index++)
        {
            int? color = index < item.ColorIds.Length ? item.ColorIds[index] : null;
            json.WriteId($"color{index + 1}_id", color, text);
            json.WriteString($"color{index + 1}", color is { } known ? Colour.Find(known)?.Title(site.Language) : null);
        }

        json.WriteId("package_size_id", item.PackageSizeId, text);
        Attributes(json, call, item);
        Extras(json, item.Extras, text);
        Unnamed(json, item.Extras.Unnamed);
        json.WriteBoolean("is_draft", item.IsDraft);
        json.WriteBoolean("is_hidden", item.IsHidden);
        json.WriteBoolean("is_reserved", item.IsReserved);
        json.WriteBoolean("is_closed", item.IsClosed);
        json.WriteString("item_closing_action", item.ClosingAction);
        json.WriteBoolean("is_processing", processing);
        json.WriteNumber("view_count", item.Views);
        json.WriteNumber("favourite_count", item.Favourites);
        json.WriteString("url", site.Origin + ItemJson.PathOf(item));
        json.WriteStartArray("photos");
        for (var index = 0; index < item.Photos.Length; index++) PhotoJson.Write(json, item.Photos[index], index + 1, call.PhotoOrigin);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Unnamed(Utf8JsonWriter json, string? fields)
    {
        if (fields is null) return;
        using var document = JsonDocument.Parse(fields);
        foreach (var field in document.RootElement.EnumerateObject()) field.WriteTo(json);
    }

    private static void Brand(Utf8JsonWriter json, Item item, bool text)
    {
        json.WriteId("brand_id", item.BrandId, text);
        json.WriteString("brand", item.Brand);
        json.WriteStartObject("brand_dto");
        json.WriteId("id", item.BrandId, text);
        json.WriteText("title", item.Brand);
        json.WriteString("slug", Shop.Brand.Find(item.BrandId)?.Slug ?? "");
        json.WriteBoolean("is_custom_brand", item.BrandId is null);
        json.WriteEndObject();
    }

    private static void Attributes(Utf8JsonWriter json, ApiCall call, Item item)
    {
        json.WriteStartArray("item_attributes");
        foreach (var attribute in item.Attributes) Attribute(json, attribute.Code, attribute.Ids.AsSpan());
        var named = item.Attributes.Any(a => a.Code is "condition");
        if (call.Settings.StatusIdNull && !named && item.StatusId is { } condition) Attribute(json, "condition", [condition]);
        json.WriteEndArray();
    }

    private static void Attribute(Utf8JsonWriter json, string code, ReadOnlySpan<int> ids)
    {
        json.WriteStartObject();
        json.WriteString("code", code);
        json.WriteStartArray("ids");
        foreach (var id in ids) json.WriteNumberValue(id);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Extras(Utf8JsonWriter json, ItemExtras extras, bool text)
    {
        json.WriteNumberOrNull("measurement_width", extras.MeasurementWidth);
        json.WriteNumberOrNull("measurement_length", extras.MeasurementLength);
        json.WriteString("measurement_unit", extras.MeasurementUnit);
        json.WriteNumber("is_unisex", extras.IsUnisex ? 1 : 0);
        json.WriteStartObject("shipment_prices");
        json.WriteNumberOrNull("domestic", extras.DomesticShipment);
        json.WriteNumberOrNull("international", extras.InternationalShipment);
        json.WriteEndObject();
        json.WriteString("manufacturer", extras.Manufacturer);
        json.WriteString("manufacturer_labelling", extras.ManufacturerLabelling);
        json.WriteString("isbn", extras.Isbn);
        json.WriteString("author", extras.Author);
        json.WriteString("book_title", extras.BookTitle);
        json.WriteId("video_game_rating_id", extras.VideoGameRatingId, text);
        json.WriteRawOrNull("model", extras.Model);
        json.WriteBoolean("ai_photo", extras.AiPhoto);
    }
}
