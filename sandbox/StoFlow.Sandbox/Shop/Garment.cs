namespace StoFlow.Sandbox.Shop;

/// <summary>A kind of thing sold: which category, sizes, material and parcel go with it.</summary>
internal sealed record Garment(int Word, int CatalogId, int[] Sizes, int MaterialId, int PackageSizeId)
{
    public static readonly Garment[] All =
    [
        new(0, 257, [1634, 1636, 1638, 1640, 1642, 1643], 303, 2),
        new(1, 50101, [102, 2, 3, 4, 5, 6], 48, 1),
        new(2, 50201, [206, 207, 208, 209, 210, 211], 44, 1),
        new(3, 50102, [2, 3, 4, 5, 6], 46, 3),
        new(4, 50202, [207, 208, 209, 210], 46, 2),
        new(5, 50103, [2, 3, 4, 5], 49, 1),
        new(6, 50301, [], 43, 2),
        new(7, 50302, [], 46, 1),
        new(8, 50203, [207, 208, 209], 44, 1),
        new(9, 50401, [], 45, 1),
        new(10, 50104, [102, 2, 3, 4], 299, 1),
        new(11, 50303, [], 43, 1),
    ];
}
