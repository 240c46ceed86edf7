using StoFlow.Client;

namespace StoFlow.Tests.Client;

/// <summary>Prices of sales: with a currency wherever one can be known.</summary>
public sealed class OrdersTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sale_whose_price_names_no_currency_is_in_that_of_its_site()
    {
        using var played = new PlayedBridge().ThenSite("""{"my_orders":[{"transaction_id":"5","title":"Jean","price":"28.9"}],"pagination":{"total_pages":1,"total_entries":1}}""");
        using var client = played.Client(options => options with { Site = "www.vinted.pl" });
        Assert.Equal(new Money(28.9m, "PLN"), Assert.Single(await client.Orders.GetSalesAsync(cancel: Cancel).ToListAsync(Cancel)).Price);
    }

    [Fact]
    public async Task A_transaction_is_asked_for_with_its_prices_as_money()
    {
        using var played = new PlayedBridge().ThenSite("""{"transaction":{"id":5,"offer":{"price":{"amount":"28.9","currency_code":"EUR"}}}}""");
        using var client = played.Client();
        Assert.Equal(new Money(28.9m, "EUR"), (await client.Orders.GetAsync(5, Cancel)).Offer!.Price);
        Assert.Contains("\"X-Money-Object\":\"true\"", played.Calls[0].Body, StringComparison.Ordinal);
    }
}
