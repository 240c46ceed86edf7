namespace StoFlow.Sandbox.Shop;

/// <summary>A list of sizes that a category offers.</summary>
internal sealed record SizeGroup(int Id, string Title, ItemSize[] Sizes)
{
    public static readonly SizeGroup[] All =
    [
        new(4, "Women", [new(102, "XXS / 34"), new(2, "XS / 36"), new(3, "S / 38"), new(4, "M / 40"), new(5, "L / 42"), new(6, "XL / 44"), new(7, "XXL / 46"), new(310, "3XL / 48"), new(311, "4XL / 50")]),
        new(39, "Men", [new(206, "XS"), new(207, "S"), new(208, "M"), new(209, "L"), new(210, "XL"), new(211, "XXL"), new(212, "3XL"), new(308, "4XL")]),
        new(54, "Men's jeans", [new(1634, "W26 | FR 36"), new(1636, "W28 | FR 38"), new(1638, "W30 | FR 40"), new(1640, "W32 | FR 42"), new(1642, "W34 | FR 44"), new(1643, "W36 | FR 46"), new(1644, "W38 | FR 48"), new(1645, "W40 | FR 50"), new(1646, "W42 | FR 52")]),
    ];

    private static readonly Dictionary<int, ItemSize> ById = All.SelectMany(g => g.Sizes).ToDictionary(s => s.Id);

    public static ItemSize? Find(int? id) => id is { } known ? ById.GetValueOrDefault(known) : null;
}
