using StoFlow.Client;

// FirstExample [bridge-url [token]]; otherwise STOFLOW_URL and STOFLOW_TOKEN.
var url = args.ElementAtOrDefault(0) ?? Environment.GetEnvironmentVariable("STOFLOW_URL") ?? "http://localhost:8000";
var options = new VintedClientOptions { Seller = Environment.GetEnvironmentVariable("STOFLOW_SELLER") };

try
{
    using var client = new VintedProxyClient(url, args.ElementAtOrDefault(1), options);
    var user = await client.GetUserDataAsync();
    Console.WriteLine($"User ID: {user.UserId}");
    Console.WriteLine($"Login: {user.Login}");

    var count = 0;
    await foreach (var product in client.GetAllProductsAsync(user.UserId))
    {
        count++;
        Console.WriteLine($"{product.Id}  {product.Price,12}  {product.State,-11}  {product.Title}");
    }

    Console.WriteLine($"Total: {count} products");
    return 0;
}
catch (Exception problem) when (problem is StoFlowException or ArgumentException)
{
    // The message says what to do next: start the bridge, open the browser, sign in …
    Console.Error.WriteLine(problem.Message);
    return 1;
}
