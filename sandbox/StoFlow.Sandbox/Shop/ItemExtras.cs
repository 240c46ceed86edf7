namespace StoFlow.Sandbox.Shop;

/// <summary>The fields only some categories use; kept apart so that ten thousand plain items share one.</summary>
internal sealed record ItemExtras
{
    public static readonly ItemExtras None = new();

    public int? MeasurementWidth { get; init; }

    public int? MeasurementLength { get; init; }

    public string? MeasurementUnit { get; init; }

    public bool IsUnisex { get; init; }

    public bool AiPhoto { get; init; }

    public string? Isbn { get; init; }

    public string? Author { get; init; }

    public string? BookTitle { get; init; }

    public int? VideoGameRatingId { get; init; }

    public string? Manufacturer { get; init; }

    public string? ManufacturerLabelling { get; init; }

    public decimal? DomesticShipment { get; init; }

    public decimal? InternationalShipment { get; init; }

    /// <summary>The electronics model as sent, in JSON.</summary>
    public string? Model { get; init; }

    /// <summary>The parcel as sent, in JSON.</summary>
    public string? Parcel { get; init; }

    /// <summary>Fields that no public source names, as sent, in one JSON object: the real site gets new ones too, and an edit without them loses them.</summary>
    public string? Unnamed { get; init; }
}
