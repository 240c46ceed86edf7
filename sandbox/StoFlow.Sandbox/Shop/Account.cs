namespace StoFlow.Sandbox.Shop;

/// <summary>A seller's account and shop. Change it under the marketplace's lock only.</summary>
internal sealed class Account(long id, SellerOptions details, MarketSite site)
{
    public long Id { get; } = id;

    public SellerOptions Details { get; } = details;

    public MarketSite Site { get; } = site;

    public string Login => Details.Login;

    public string DeviceToken { get; } = Guid.NewGuid().ToString("N");

    public DateTimeOffset CreatedAt { get; init; }

    public bool OnHoliday { get; set; }

    public SellerShop Shop { get; set; } = new();

    public bool Matches(string loginOrEmail)
        => string.Equals(Details.Login, loginOrEmail, StringComparison.OrdinalIgnoreCase)
        || string.Equals(Details.Email, loginOrEmail, StringComparison.OrdinalIgnoreCase);
}
