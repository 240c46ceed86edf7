using System.Text.Json;
using System.Text.Json.Serialization;
using FullSync;
using StoFlow.Client;

// FullSync [file [bridge-url [token]]]: keeps a copy of the shop in a JSON file; otherwise STOFLOW_URL and STOFLOW_TOKEN.
var file = args.ElementAtOrDefault(0) ?? "products.json";
var url = args.ElementAtOrDefault(1) ?? Environment.GetEnvironmentVariable("STOFLOW_URL") ?? "http://localhost:8000";
var options = new VintedClientOptions { Seller = Environment.GetEnvironmentVariable("STOFLOW_SELLER") };

Dictionary<long, Row> known = [];
var seen = new HashSet<long>();
var (added, changed, gone) = (0, 0, 0);
try
{
    using var client = new VintedProxyClient(url, args.ElementAtOrDefault(2), options);
    if (File.Exists(file)) known = JsonSerializer.Deserialize(await File.ReadAllTextAsync(file), SyncJson.Default.DictionaryInt64Row) ?? [];
    await foreach (var item in client.GetAllProductsAsync())
    {
        seen.Add(item.Id);
        var row = new Row(item.Title, item.Price.Amount, item.Price.Currency, item.State, item.ViewCount, item.FavouriteCount);
        if (!known.TryGetValue(item.Id, out var before)) added++;
        else if (before != row) changed++;
        known[item.Id] = row;
    }

    // That an item is missing from the list does not mean that it was sold: ask for it.
    foreach (var missing in known.Keys.Where(id => !seen.Contains(id)).Chunk(50))
        foreach (var item in await client.Items.RefreshAsync(missing))
            if (item.Error is SiteException { IsGone: true } && known.Remove(item.ItemId)) gone++;

    await File.WriteAllTextAsync(file + ".new", JsonSerializer.Serialize(known, SyncJson.Default.DictionaryInt64Row));
    File.Move(file + ".new", file, overwrite: true);
}
catch (JsonException problem)
{
    Console.Error.WriteLine($"{file} is not a copy that this program wrote: {problem.Message}");
    return 1;
}
catch (Exception problem) when (problem is StoFlowException or ArgumentException or IOException or UnauthorizedAccessException)
{
    // The bridge's and the site's messages say what to do next; the others name the address or the file.
    Console.Error.WriteLine(problem.Message);
    return 1;
}

Console.WriteLine($"{known.Count} products in {file}: {added} added, {changed} changed, {gone} gone");
return 0;

namespace FullSync
{
    internal sealed record Row(string Title, decimal Price, string Currency, ItemState State, int? Views, int? Favourites);

    [JsonSourceGenerationOptions(WriteIndented = true, UseStringEnumConverter = true)]
    [JsonSerializable(typeof(Dictionary<long, Row>))]
    internal sealed partial class SyncJson : JsonSerializerContext;
}
