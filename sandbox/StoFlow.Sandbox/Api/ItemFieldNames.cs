namespace StoFlow.Sandbox.Api;

/// <summary>The fields of create, edit and edit view that public sources name.</summary>
internal static class ItemFieldNames
{
    public static readonly HashSet<string> All = new(StringComparer.Ordinal)
    {
        "id", "title", "description", "price", "currency", "temp_uuid", "catalog_id", "brand_id", "brand", "brand_dto", "size_id", "status_id", "status", "color_ids",
        "color1_id", "color1", "color2_id", "color2", "package_size_id", "shipment_prices", "assigned_photos", "photos", "item_attributes", "measurement_width",
        "measurement_length", "measurement_unit", "is_unisex", "isbn", "author", "book_title", "video_game_rating_id", "model", "manufacturer", "manufacturer_labelling",
        "ai_photo", "is_draft", "is_hidden", "is_reserved", "is_closed", "item_closing_action", "is_processing", "view_count", "favourite_count", "url",
    };
}
