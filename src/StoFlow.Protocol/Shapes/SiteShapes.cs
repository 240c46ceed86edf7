namespace StoFlow.Client;

/// <summary>What this package relies on, answer by answer: the first place to look at when the site has changed.</summary>
internal static class Shapes
{
    public static readonly Shape WardrobePage = new(
        "wardrobe page",
        ["items[].id", "items[].title", "items[].price", "pagination.total_entries", "pagination.total_pages"],
        [
            "items[].is_draft", "items[].is_closed", "items[].is_reserved", "items[].is_hidden", "items[].item_closing_action",
            "items[].view_count", "items[].favourite_count", "items[].brand", "items[].size", "items[].status", "items[].url", "items[].photos",
        ]);

    public static readonly Shape WardrobeItem = new("wardrobe item", ["item.id"], ["item.view_count", "item.favourite_count", "item.is_hidden"]);

    /// <summary>The edit view. What an update sends back must have been read, so a missing part stops it.</summary>
    public static readonly Shape ItemDetail = new(
        "item detail",
        ["item.id", "item.title", "item.price"],
        ["item.description", "item.catalog_id", "item.brand_id", "item.size_id", "item.status_id", "item.package_size_id", "item.photos", "item.item_attributes", "item.is_draft"]);

    public static readonly Shape ItemForUpdate = new(
        "item detail for an update",
        [
            "item.id", "item.title", "item.description", "item.price", "item.catalog_id", "item.photos[].id",
        ],
        ["item.brand_id", "item.size_id", "item.status_id", "item.color1_id", "item.color2_id", "item.package_size_id", "item.item_attributes", "item.is_draft"]);

    public static readonly Shape CreatedItem = new("answer of create", ["item.id"], []);

    public static readonly Shape CreatedDraft = new("answer of a draft", ["draft.id"], []);

    public static readonly Shape Photo = new("answer of a photo upload", ["id"], ["url", "width", "height"]);

    public static readonly Shape Orders = new("orders page", ["my_orders[].title", "pagination.total_entries", "pagination.total_pages"], ["my_orders[].transaction_id", "my_orders[].price", "my_orders[].date"]);

    public static readonly Shape Catalogs = new("categories", ["catalogs[].id", "catalogs[].title"], ["catalogs[].catalogs"]);

    public static readonly Shape Brands = new("brands", ["brands[].id", "brands[].title"], []);

    public static readonly Shape SizeGroups = new("size groups", ["size_groups[].sizes[].id", "size_groups[].sizes[].title"], ["size_groups[].id"]);

    public static readonly Shape Colors = new("colours", ["colors[].id", "colors[].title"], []);

    public static readonly Shape Conditions = new("conditions", ["conditions[].id", "conditions[].title"], []);

    public static readonly Shape PackageSizes = new("package sizes", ["package_sizes[].id", "package_sizes[].title"], []);

    public static readonly Shape User = new("user data", ["user_id", "login"], ["anon_id", "csrf_token"]);

    /// <summary>Nothing of the answer is used.</summary>
    public static readonly Shape Anything = new("answer", [], []);
}
