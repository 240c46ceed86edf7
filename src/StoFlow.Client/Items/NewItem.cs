namespace StoFlow.Client;

/// <summary>An item to put up for sale, or a draft of one. <see cref="Validate"/> tells what is wrong before the site does.</summary>
public sealed record NewItem
{
    /// <summary>1 to 100 characters.</summary>
    public required string Title { get; init; }

    /// <summary>1 to 2,000 characters; a draft's may be empty.</summary>
    public required string Description { get; init; }

    /// <summary>In the currency of the site, at least 1.00, at most two decimals.</summary>
    public required decimal Price { get; init; }

    /// <summary>A leaf of <see cref="VintedCatalogue.GetCategoriesAsync"/>.</summary>
    public required long CatalogId { get; init; }

    /// <summary>A brand of <see cref="VintedCatalogue.GetBrandsAsync"/>. Null with a <see cref="Brand"/>: a brand in own words; null without: no brand.</summary>
    public long? BrandId { get; init; }

    /// <summary>The brand in own words, when the site's list does not have it.</summary>
    public string? Brand { get; init; }

    /// <summary>A size of <see cref="VintedCatalogue.GetSizesAsync"/>; null where the category has none.</summary>
    public long? SizeId { get; init; }

    /// <summary>The condition: 6 new with tags, 1 new without tags, 2 very good, 3 good, 4 satisfactory, 5 not fully functional.</summary>
    public long? StatusId { get; init; }

    /// <summary>At most two of <see cref="VintedCatalogue.GetColorsAsync"/>.</summary>
    public IReadOnlyList<long> ColorIds { get => field ?? []; init; } = [];

    /// <summary>At most three.</summary>
    public IReadOnlyList<long> MaterialIds { get => field ?? []; init; } = [];

    /// <summary>The parcel class of <see cref="VintedCatalogue.GetPackageSizesAsync"/>.</summary>
    /// <value>1, small (below 1 kg).</value>
    public long PackageSizeId { get; init; } = 1;

    /// <summary>1 to 20 in order, the first is the main one. A draft may have none.</summary>
    public IReadOnlyList<PhotoSource> Photos { get => field ?? []; init; } = [];

    /// <summary>
    /// What else the category asks for. Size, condition and material are put in by themselves, because the site reads the flat ids in some categories and the
    /// attributes in others; one named here goes before them.
    /// </summary>
    public IReadOnlyList<ItemAttribute> Attributes { get => field ?? []; init; } = [];

    /// <summary>Suitable for everybody.</summary>
    public bool IsUnisex { get; init; }

    /// <summary>In the unit of <see cref="MeasurementUnit"/>.</summary>
    public int? MeasurementWidth { get; init; }

    /// <summary>In the unit of <see cref="MeasurementUnit"/>.</summary>
    public int? MeasurementLength { get; init; }

    /// <summary>Such as <c>cm</c>; null when nothing was measured.</summary>
    public string? MeasurementUnit { get; init; }

    /// <summary>Of a book.</summary>
    public string? Isbn { get; init; }

    /// <summary>Of a book.</summary>
    public string? Author { get; init; }

    /// <summary>Of a book.</summary>
    public string? BookTitle { get; init; }

    /// <summary>Of a video game.</summary>
    public long? VideoGameRatingId { get; init; }

    /// <summary>Product-safety data of business sellers.</summary>
    public string? Manufacturer { get; init; }

    /// <summary>Product-safety data of business sellers.</summary>
    public string? ManufacturerLabelling { get; init; }

    /// <summary>Own price of shipping within the country, for parcels that the site does not carry; null otherwise.</summary>
    public decimal? DomesticShipment { get; init; }

    /// <summary>Own price of shipping abroad, for parcels that the site does not carry; null otherwise.</summary>
    public decimal? InternationalShipment { get; init; }

    /// <summary>Every mistake, by field; empty when it can be sent. The site may know further ones.</summary>
    /// <param name="draft">A draft: only what is there is checked.</param>
    /// <param name="maxPhotoBytes">The largest photo, in bytes.</param>
    public IReadOnlyList<FieldMistake> Validate(bool draft = false, int maxPhotoBytes = 20 * 1024 * 1024)
    {
        var rules = new ItemRules();
        rules.Title(Title, draft ? 0 : 1);
        rules.Description(Description, draft ? 0 : 1);
        if (!draft || Price != 0) rules.Price(Price);
        rules.Id("catalog_id", draft && CatalogId == 0 ? null : CatalogId);
        rules.Brand(BrandId, Brand);
        rules.Id("size_id", SizeId);
        rules.Condition(StatusId, required: !draft && !Attributes.Any(attribute => attribute?.Code is "condition"));
        rules.Colors(ColorIds);
        rules.Materials(MaterialIds);
        rules.Id("package_size_id", PackageSizeId);
        rules.Attributes(Attributes);
        rules.Measures(MeasurementWidth, MeasurementLength, MeasurementUnit);
        rules.Text("isbn", Isbn);
        rules.Text("author", Author);
        rules.Text("book_title", BookTitle);
        rules.Id("video_game_rating_id", VideoGameRatingId);
        rules.Text("manufacturer", Manufacturer);
        rules.Text("manufacturer_labelling", ManufacturerLabelling);
        rules.Shipment("shipment_prices.domestic", DomesticShipment);
        rules.Shipment("shipment_prices.international", InternationalShipment);
        rules.Photos(Photos, draft ? 0 : 1, maxPhotoBytes);
        return rules.Mistakes;
    }
}
