namespace StoFlow.Protocol.Shapes;

/// <summary>
/// What is relied on, answer by answer: the one place to look at when the site has changed. The client refuses or warns by these shapes; the bridge holds every
/// answer of a known address against them, whoever asked, and tells outcome, metrics and doctor.
/// </summary>
public static class SiteShapes
{
    private const string Api = "/api/v2/";

    // What an update sends back beside what it needs. The site shows all of it for every item, as null where it does not apply, and takes what an update leaves out for empty.
    private static string[] SentBack =>
    [
        "item.brand_id", "item.size_id", "item.status_id", "item.color1_id", "item.color2_id", "item.package_size_id", "item.measurement_width", "item.measurement_length",
        "item.measurement_unit", "item.is_unisex", "item.manufacturer", "item.manufacturer_labelling", "item.isbn", "item.author", "item.book_title", "item.video_game_rating_id",
        "item.model", "item.ai_photo", "parcel",
    ];

    /// <summary>A page of the seller's list.</summary>
    public static Shape WardrobePage { get; } = new(
        "wardrobe page",
        ["items[].id:number", "items[].title:text", "items[].price?:price", "pagination.total_entries:number", "pagination.total_pages:number"],
        [
            "items[].is_draft:flag", "items[].is_closed:flag", "items[].is_reserved:flag", "items[].is_hidden:flag", "items[].item_closing_action:text",
            "items[].view_count:number", "items[].favourite_count:number", "items[].brand", "items[].size", "items[].status", "items[].url:text", "items[].photos:list",
        ],
        "GET wardrobe/*/items")
    {
        // What the item is, is told from the flags; what its price means, from the currency.
        Decisive = ["items[].currency", "items[].is_draft", "items[].is_closed", "items[].is_reserved", "items[].is_hidden", "items[].item_closing_action"],
    };

    /// <summary>A page of the seller's list of which only items in some state are wanted: a flag that is missing says neither yes nor no, so these must be there.</summary>
    public static Shape WardrobePageByState { get; } = new(
        "wardrobe page", ["items[].is_draft", "items[].is_closed", "items[].is_reserved", "items[].is_hidden"], ["items[].item_closing_action"]);

    /// <summary>One item as the list shows it.</summary>
    public static Shape WardrobeItem { get; } = new(
        "wardrobe item", ["item.id:number"], ["item.view_count:number", "item.favourite_count:number", "item.is_hidden:flag"], "GET wardrobe/items/*");

    /// <summary>The edit view.</summary>
    public static Shape ItemDetail { get; } = new(
        "item detail",
        ["item.id:number"],
        [
            "item.title:text", "item.description:text", "item.price:price", "item.catalog_id:number", "item.photos:list", "item.item_attributes:list", "item.is_draft:flag", .. SentBack,
        ],
        "GET item_upload/items/*")
    {
        // What the caller may send back, and what says what the item is.
        Decisive =
        [
            "item.title", "item.description", "item.price", "item.currency", "item.catalog_id", "item.brand_dto", "item.photos[].id", "item.photos[].orientation", "item.item_attributes",
            "item.is_draft", "item.is_hidden", "item.is_closed", "item.item_closing_action", .. SentBack,
        ],
    };

    /// <summary>
    /// The edit view of an item before an update, which sends all of it back: of this shape the expected fields stop it too. Brand in own words and prices of shipping,
    /// which stand in one of two places, are looked at by the client.
    /// </summary>
    public static Shape ItemForUpdate { get; } = new(
        "item detail for an update",
        ["item.id", "item.title", "item.description", "item.price", "item.catalog_id", "item.photos[].id", "item.item_attributes[].code", "item.item_attributes[].ids"],
        SentBack);

    /// <summary>The edit view of a draft before an update: it may be empty, but it must say so.</summary>
    public static Shape DraftForUpdate { get; } = new(
        "draft for an update", ["item.id", "item.photos[].id", "item.item_attributes[].code", "item.item_attributes[].ids"], ["item.title", "item.description", "item.price", "item.catalog_id", .. SentBack]);

    /// <summary>What creating, changing and publishing answer.</summary>
    public static Shape CreatedItem { get; } = new(
        "answer of create", ["item.id:number"], [], "POST item_upload/items", "PUT item_upload/items/*", "POST item_upload/drafts/*/completion");

    /// <summary>What making and changing a draft answers.</summary>
    public static Shape CreatedDraft { get; } = new("answer of a draft", ["draft.id:number"], [], "POST item_upload/drafts", "PUT item_upload/drafts/*");

    /// <summary>What a photo's upload answers. It may come wrapped in <c>photo</c>, so only the client, which unwraps it, checks it.</summary>
    public static Shape Photo { get; } = new("answer of a photo upload", ["id"], ["url", "width", "height"]) { Decisive = ["orientation", "temp_uuid"] };

    /// <summary>A page of sales or purchases.</summary>
    public static Shape Orders { get; } = new(
        "orders page",
        ["my_orders[].title:text", "pagination.total_entries:number", "pagination.total_pages:number"],
        ["my_orders[].transaction_id:number", "my_orders[].price:price", "my_orders[].date"],
        "GET my_orders")
    {
        Decisive = ["my_orders[].transaction_id", "my_orders[].conversation_id"],
    };

    /// <summary>One sale or purchase.</summary>
    public static Shape Transaction { get; } = new(
        "transaction", ["transaction.id:number"], ["transaction.item_id:number", "transaction.status", "transaction.offer", "transaction.buyer"], "GET transactions/*")
    {
        Decisive = ["transaction.item_id", "transaction.item_ids"],
    };

    /// <summary>The category tree.</summary>
    public static Shape Catalogs { get; } = new("categories", ["catalogs[].id:number", "catalogs[].title:text"], ["catalogs[].catalogs:list"], "GET item_upload/catalogs")
    {
        // Without what is below it a category would pass for a leaf.
        Decisive = ["catalogs[].catalogs"],
    };

    /// <summary>Brands.</summary>
    public static Shape Brands { get; } = new("brands", ["brands[].id:number", "brands[].title:text"], [], "GET item_upload/brands");

    /// <summary>Sizes of a category, in groups.</summary>
    public static Shape SizeGroups { get; } = new(
        "size groups", ["size_groups[].sizes[].id:number", "size_groups[].sizes[].title:text"], ["size_groups[].id:number"], "GET item_upload/size_groups");

    /// <summary>Colours.</summary>
    public static Shape Colors { get; } = new("colours", ["colors[].id:number", "colors[].title:text"], [], "GET item_upload/colors");

    /// <summary>Conditions.</summary>
    public static Shape Conditions { get; } = new("conditions", ["conditions[].id:number", "conditions[].title:text"], [], "GET item_upload/conditions");

    /// <summary>Parcel classes.</summary>
    public static Shape PackageSizes { get; } = new("package sizes", ["package_sizes[].id:number", "package_sizes[].title:text"], [], "GET catalogs/*/package_sizes");

    /// <summary>Who is signed in, as the plugin puts it together from page and API.</summary>
    public static Shape User { get; } = new("user data", ["user_id", "login"], ["anon_id", "csrf_token"]);

    /// <summary>Who is signed in, as the API says.</summary>
    public static Shape CurrentUser { get; } = new("current user", ["user.id:number", "user.login:text"], [], "GET users/current");

    /// <summary>Nothing of the answer is used.</summary>
    public static Shape Anything { get; } = new("answer", [], []);

    private static readonly Shape[] Routed =
    [
        WardrobePage, WardrobeItem, ItemDetail, CreatedItem, CreatedDraft, Orders, Transaction, Catalogs, Brands, SizeGroups, Colors, Conditions, PackageSizes, CurrentUser,
    ];

    /// <summary>What a call's answer must hold; null for an address that is not known.</summary>
    /// <param name="method">In capitals.</param>
    /// <param name="url">Absolute.</param>
    public static Shape? For(string method, string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || !address.AbsolutePath.StartsWith(Api, StringComparison.Ordinal)) return null;
        var path = address.AbsolutePath[Api.Length..].Split('/');
        foreach (var shape in Routed)
            if (shape.Answers(method, path)) return shape;
        return null;
    }
}
