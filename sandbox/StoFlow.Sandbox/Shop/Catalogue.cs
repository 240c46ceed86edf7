namespace StoFlow.Sandbox.Shop;

/// <summary>A category. Root ids are the real site's; leaves from 50101 on are invented.</summary>
internal sealed record Catalogue(int Id, string Title, string Code, int? SizeGroupId = null, params Catalogue[] Children)
{
    public static readonly Catalogue[] Roots =
    [
        new(1904, "Women", "WOMEN_ROOT", null,
            new(4, "Clothing", "WOMEN", null,
                new(50101, "Long dresses", "LONG_DRESSES", 4), new(50102, "Coats", "WOMEN_COATS", 4),
                new(50103, "Blouses", "BLOUSES", 4), new(50104, "Skirts", "SKIRTS", 4)),
            new(16, "Shoes", "WOMENS_SHOES"),
            new(1187, "Accessories", "WOMENS_ACCESSORIES", null, new(50302, "Scarves", "SCARVES"), new(50303, "Belts", "BELTS")),
            new(19, "Bags", "BAGS", null, new Catalogue(50301, "Handbags", "HANDBAGS")),
            new(146, "Beauty", "BEAUTY")),
        new(5, "Men", "MENS", null,
            new(257, "Jeans", "MENS_JEANS", 54), new(50201, "T-shirts", "MENS_TSHIRTS", 39),
            new(50202, "Jumpers", "MENS_JUMPERS", 39), new(50203, "Shirts", "MENS_SHIRTS", 39)),
        new(1193, "Kids", "CHILDREN_NEW"),
        new(2309, "Entertainment", "ENTERTAINMENT", null, new Catalogue(50401, "Paperbacks", "PAPERBACKS")),
    ];

    private static readonly Dictionary<int, Catalogue> ById = Roots.SelectMany(Walk).ToDictionary(c => c.Id);

    public SizeGroup? Sizes => Array.Find(SizeGroup.All, g => g.Id == SizeGroupId);

    public static Catalogue? Find(int? id) => id is { } known ? ById.GetValueOrDefault(known) : null;

    private static IEnumerable<Catalogue> Walk(Catalogue node) => node.Children.SelectMany(Walk).Prepend(node);
}
