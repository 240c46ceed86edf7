using System.Collections.Immutable;

namespace StoFlow.Sandbox.Shop;

/// <summary>One listing. Immutable: a change puts a new one in its place, so a reader never sees half of it.</summary>
internal sealed record Item
{
    public required long Id { get; init; }

    public required long AccountId { get; init; }

    public string Title { get; init; } = "";

    public string Description { get; init; } = "";

    public decimal Price { get; init; }

    public int? CatalogId { get; init; }

    public int? BrandId { get; init; }

    public string Brand { get; init; } = "";

    public int? SizeId { get; init; }

    public int? StatusId { get; init; }

    public ImmutableArray<int> ColorIds { get; init; } = [];

    public int? PackageSizeId { get; init; }

    public ImmutableArray<ItemAttribute> Attributes { get; init; } = [];

    public ImmutableArray<Photo> Photos { get; init; } = [];

    public ItemExtras Extras { get; init; } = ItemExtras.None;

    public bool IsDraft { get; init; }

    public bool IsHidden { get; init; }

    public bool IsReserved { get; init; }

    public bool IsClosed { get; init; }

    public string? ClosingAction { get; init; }

    public int Views { get; init; }

    public int Favourites { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public static readonly string[] States = ["draft", "deleted", "sold", "reserved", "hidden", "active"];

    public bool IsDeleted => IsClosed && ClosingAction is "deleted";

    /// <summary>What the item is, in the order the web client tests it.</summary>
    public string State => IsDraft ? "draft" : IsDeleted ? "deleted" : IsClosed ? "sold" : IsReserved ? "reserved" : IsHidden ? "hidden" : "active";
}
