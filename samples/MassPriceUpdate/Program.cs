using System.Globalization;
using StoFlow.Client;

// MassPriceUpdate <new-price | -10%> [bridge-url [token]]; otherwise STOFLOW_URL and STOFLOW_TOKEN.
// No thousands: 12,50 would be read as 1250. No -10 without its sign either: that would be a price.
const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
if (args is not [var wish, ..] || !decimal.TryParse(wish.EndsWith('%') ? wish[..^1] : wish, Plain, CultureInfo.InvariantCulture, out var number)
    || (number <= 0 && !wish.EndsWith('%')))
{
    Console.Error.WriteLine("MassPriceUpdate <new-price, such as 12.50 | -10%> [bridge-url [token]]");
    return 2;
}

var url = args.ElementAtOrDefault(1) ?? Environment.GetEnvironmentVariable("STOFLOW_URL") ?? "http://localhost:8000";
var options = new VintedClientOptions { Seller = Environment.GetEnvironmentVariable("STOFLOW_SELLER") };

// Read the list first: a percentage must not be taken of a price that this run has set.
var items = new List<Item>();
var (updated, failed) = (0, 0);
try
{
    using var client = new VintedProxyClient(url, args.ElementAtOrDefault(2), options);
    await foreach (var item in client.GetAllProductsAsync(filter: ItemFilter.Active)) items.Add(item);
    foreach (var item in items)
    {
        var price = wish.EndsWith('%') ? Math.Max(1, decimal.Round(item.Price.Amount * (1 + (number / 100)), 2)) : number;
        try
        {
            await client.UpdateProductAsync(item.Id, price: price);
            updated++;
            Console.WriteLine($"{item.Id}: {item.Price.Amount} -> {price} {item.Price.Currency}");
        }
        catch (Exception problem) when (problem is SiteException or ValidationException)
        {
            // This item cannot be changed; the next one may. The lane keeps the pace, so no pause is needed here.
            failed++;
            Console.Error.WriteLine($"{item.Id}: {problem.Message}");
        }
    }
}
catch (Exception problem) when (problem is StoFlowException or ArgumentException)
{
    // A wrong address, no browser, not signed in, the site asks for the person, an unknown outcome: end the run.
    Console.Error.WriteLine(problem.Message);
    failed++;
}

Console.WriteLine($"{updated} of {items.Count} products updated");
return failed == 0 ? 0 : 1;
