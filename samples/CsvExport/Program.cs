using CsvHelper;
using StoFlow.Client;

// CsvExport [file [bridge-url [token]]]; otherwise STOFLOW_URL and STOFLOW_TOKEN.
var file = args.ElementAtOrDefault(0) ?? "products.csv";
var url = args.ElementAtOrDefault(1) ?? Environment.GetEnvironmentVariable("STOFLOW_URL") ?? "http://localhost:8000";
var options = new VintedClientOptions { Seller = Environment.GetEnvironmentVariable("STOFLOW_SELLER") };

var count = 0;
try
{
    using var client = new VintedProxyClient(url, args.ElementAtOrDefault(2), options);

    // Titles are other people's text: what a spreadsheet would run as a formula is escaped.
    await using (var csv = CsvWriter.ToFile(file + ".new", new CsvWriterOptions { Injection = CsvInjection.Escape }))
    {
        csv.WriteRecord("id", "title", "price", "currency", "brand", "size", "state", "views", "favourites");
        await foreach (var product in client.GetAllProductsAsync())
        {
            csv.WriteField(product.Id);
            csv.WriteField(product.Title);
            csv.WriteField(product.Price.Amount);
            csv.WriteField(product.Price.Currency);
            csv.WriteField(product.Brand ?? "");
            csv.WriteField(product.Size ?? "");
            csv.WriteField(product.State.ToString());
            csv.WriteField(product.ViewCount);
            csv.WriteField(product.FavouriteCount);
            await csv.EndRecordAsync();
            count++;
        }
    }

    File.Move(file + ".new", file, overwrite: true);
}
catch (Exception problem) when (problem is StoFlowException or ArgumentException or IOException or UnauthorizedAccessException)
{
    // The bridge's and the site's messages say what to do next; the others name the address or the file.
    if (File.Exists(file + ".new")) File.Delete(file + ".new");
    Console.Error.WriteLine(problem.Message);
    return 1;
}

Console.WriteLine($"{count} products exported to {file}");
return 0;
