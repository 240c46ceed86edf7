using StoFlow.Client;

namespace StoFlow.Cli.Items;

/// <summary>
/// The fields of an item's file, each as in <see cref="NewItem"/>. Of its own, because a generated reader forgets the defaults of init-only properties;
/// what is left out here falls back on the client's.
/// </summary>
internal sealed class ItemFileFields
{
    public required string Title { get; set; }

    public required string Description { get; set; }

    public required decimal Price { get; set; }

    public required long CatalogId { get; set; }

    public long? BrandId { get; set; }

    public string? Brand { get; set; }

    public long? SizeId { get; set; }

    public long? StatusId { get; set; }

    public List<long>? ColorIds { get; set; }

    public List<long>? MaterialIds { get; set; }

    public long? PackageSizeId { get; set; }

    public List<ItemAttribute>? Attributes { get; set; }

    public bool? IsUnisex { get; set; }

    public int? MeasurementWidth { get; set; }

    public int? MeasurementLength { get; set; }

    public string? MeasurementUnit { get; set; }

    public string? Isbn { get; set; }

    public string? Author { get; set; }

    public string? BookTitle { get; set; }

    public long? VideoGameRatingId { get; set; }

    public string? Manufacturer { get; set; }

    public string? ManufacturerLabelling { get; set; }

    public decimal? DomesticShipment { get; set; }

    public decimal? InternationalShipment { get; set; }

    public NewItem ToItem()
    {
        var item = new NewItem
        {
            Title = Title,
            Description = Description,
            Price = Price,
            CatalogId = CatalogId,
            BrandId = BrandId,
            Brand = Brand,
            SizeId = SizeId,
            StatusId = StatusId,
            ColorIds = ColorIds ?? [],
            MaterialIds = MaterialIds ?? [],
            Attributes = Attributes ?? [],
            IsUnisex = IsUnisex ?? false,
            MeasurementWidth = MeasurementWidth,
            MeasurementLength = MeasurementLength,
            MeasurementUnit = MeasurementUnit,
            Isbn = Isbn,
            Author = Author,
            BookTitle = BookTitle,
            VideoGameRatingId = VideoGameRatingId,
            Manufacturer = Manufacturer,
            ManufacturerLabelling = ManufacturerLabelling,
            DomesticShipment = DomesticShipment,
            InternationalShipment = InternationalShipment,
        };
        return PackageSizeId is { } parcel ? item with { PackageSizeId = parcel } : item;
    }
}
