using StoFlow.Client;

namespace StoFlow.Cli.Items;

/// <summary>An item flat, as tables, CSV files and <c>--json</c> show it. Programs read the names: add, never rename.</summary>
internal sealed record ItemRow(
    long Id,
    string Title,
    decimal Price,
    string Currency,
    string State,
    string? Brand,
    string? Size,
    string? Condition,
    int? Views,
    int? Favourites,
    int Photos,
    string? Url)
{
    public static ItemRow Of(Item item) => new(
        item.Id, item.Title, item.Price.Amount, item.Price.Currency, Word(item.State), item.Brand, item.Size, item.Status,
        item.ViewCount, item.FavouriteCount, item.Photos.Count, item.Url);

    private static string Word(ItemState state) => state switch
    {
        ItemState.OnSale => "on_sale",
        ItemState.Draft => "draft",
        ItemState.Deleted => "deleted",
        ItemState.Sold => "sold",
        ItemState.Reserved => "reserved",
        ItemState.Hidden => "hidden",
        ItemState.UnderReview => "under_review",
        _ => "unknown",
    };
}
