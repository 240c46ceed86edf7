namespace StoFlow.Sandbox.Shop;

/// <summary>A material of the "material" attribute.</summary>
internal sealed record Material(int Id, string Title)
{
    public static readonly Material[] All =
    [
        new(44, "Cotton"), new(45, "Polyester"), new(46, "Wool"), new(43, "Leather"), new(48, "Viscose"), new(49, "Silk"), new(52, "Nylon"),
        new(53, "Elastane"), new(120, "Fleece"), new(123, "Cashmere"), new(146, "Linen"), new(149, "Acrylic"), new(298, "Suede"),
        new(299, "Corduroy"), new(303, "Denim"), new(311, "Satin"), new(451, "Flannel"), new(465, "Tweed"), new(466, "Velvet"),
    ];
}
