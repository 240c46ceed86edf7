namespace StoFlow.Client;

/// <summary>What to change on an item; null leaves a field as it is. The rest of the item is read first and sent back, because the site replaces everything.</summary>
public sealed record ItemChanges
{
    /// <summary>1 to 100 characters.</summary>
    public string? Title { get; init; }

    /// <summary>Up to 2,000 characters.</summary>
    public string? Description { get; init; }

    /// <summary>In the currency of the site, at least 1.00, at most two decimals.</summary>
    public decimal? Price { get; init; }

    /// <summary>A leaf category.</summary>
    public long? CatalogId { get; init; }

    /// <summary>A brand of the site's list; 1 is "no brand".</summary>
    public long? BrandId { get; init; }

    /// <summary>The brand in own words, without a <see cref="BrandId"/>.</summary>
    public string? Brand { get; init; }

    /// <summary>The size. Sent flat and as the <c>size</c> attribute; name the attribute in <see cref="Attributes"/> where its ids differ.</summary>
    public long? SizeId { get; init; }

    /// <summary>The condition, 1 to 6; see <see cref="NewItem.StatusId"/>.</summary>
    public long? StatusId { get; init; }

    /// <summary>At most two; an empty list takes the colours off.</summary>
    public IReadOnlyList<long>? ColorIds { get; init; }

    /// <summary>At most three; an empty list takes the materials off.</summary>
    public IReadOnlyList<long>? MaterialIds { get; init; }

    /// <summary>The parcel class.</summary>
    public long? PackageSizeId { get; init; }

    /// <summary>All photos in their new order, kept ones as <see cref="PhotoSource.Uploaded(Photo)"/>. What is not named is removed.</summary>
    public IReadOnlyList<PhotoSource>? Photos { get; init; }

    /// <summary>Attributes to set, by code; those not named stay. No ids takes one off.</summary>
    public IReadOnlyList<ItemAttribute>? Attributes { get; init; }

    /// <summary>Suitable for everybody.</summary>
    public bool? IsUnisex { get; init; }

    /// <summary>A change of the photos that needs to know those the item has.</summary>
    internal Func<IReadOnlyList<PhotoSource>, IReadOnlyList<PhotoSource>>? EditPhotos { get; init; }

    /// <summary>Every mistake, by field; empty when it can be sent. The site may know further ones.</summary>
    /// <param name="maxPhotoBytes">The largest photo, in bytes.</param>
    public IReadOnlyList<FieldMistake> Validate(int maxPhotoBytes = 20 * 1024 * 1024)
    {
        var rules = new ItemRules();
        if (this == new ItemChanges()) rules.Wrong("changes", "Nothing to change.");
        if (Title is not null) rules.Title(Title, 1);
        if (Description is not null) rules.Description(Description, 0);
        if (Price is { } price) rules.Price(price);
        rules.Id("catalog_id", CatalogId);
        rules.Brand(BrandId, Brand);
        if (BrandId is null && Brand is not null && string.IsNullOrWhiteSpace(Brand)) rules.Wrong("brand", "Empty. To take the brand off, set BrandId to 1.");
        rules.Id("size_id", SizeId);
        rules.Condition(StatusId, required: false);
        rules.Colors(ColorIds ?? []);
        rules.Materials(MaterialIds ?? []);
        rules.Id("package_size_id", PackageSizeId);
        rules.Attributes(Attributes ?? []);
        if (Photos is not null) rules.Photos(Photos, 1, maxPhotoBytes);
        return rules.Mistakes;
    }
}
