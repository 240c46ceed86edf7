namespace StoFlow.Sandbox.Shop;

/// <summary>A parcel class.</summary>
internal sealed record PackageSize(int Id, string Title, string Code)
{
    public static readonly PackageSize[] All =
        [new(1, "Small", "SMALL"), new(2, "Medium", "MEDIUM"), new(3, "Large", "LARGE"), new(5, "Very large", "VERY_LARGE")];
}
