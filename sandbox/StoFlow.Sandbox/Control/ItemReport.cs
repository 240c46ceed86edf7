using StoFlow.Sandbox.Shop;

namespace StoFlow.Sandbox.Control;

/// <summary>An item as it really is, in few words.</summary>
internal sealed record ItemReport(
    long Id, string Login, string Site, string State, string Title, decimal Price, string Description, int Views, int Favourites,
    long[] PhotoIds, string?[] PhotoSha256)
{
    public static ItemReport Of(Account owner, Item item) => new(
        item.Id, owner.Login, owner.Site.Host, item.State, item.Title, item.Price, item.Description, item.Views, item.Favourites,
        [.. item.Photos.Select(p => p.Id)], [.. item.Photos.Select(p => p.Sha256)]);
}
