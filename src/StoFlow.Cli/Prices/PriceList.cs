using System.Globalization;
using CsvHelper;
using StoFlow.Cli.Settings;

namespace StoFlow.Cli.Prices;

/// <summary>Prices from a CSV file with a column <c>id</c> and a column <c>price</c>, as this tool or a spreadsheet wrote it.</summary>
internal static class PriceList
{
    private const long MostBytes = 64 * 1024 * 1024;
    private static readonly string[] IdNames = ["id", "item_id"];
    private static readonly string[] PriceNames = ["new_price", "price"];

    public static async Task<IReadOnlyDictionary<long, decimal>> ReadAsync(string path, CancellationToken cancel)
    {
        if (!File.Exists(path)) throw new UsageException($"{path} is not there.");
        if (new FileInfo(path).Length > MostBytes) throw new UsageException($"{path} is larger than {MostBytes / 1024 / 1024} MB.");
        return Parse(await File.ReadAllTextAsync(path, cancel), path);
    }

    internal static IReadOnlyDictionary<long, decimal> Parse(string text, string name)
    {
        using var csv = CsvReader.FromText(text, new CsvReaderOptions
        {
            Separator = SeparatorOf(text),
            MalformedData = CsvMalformedDataHandling.Throw,
            TrackLineNumbers = true,
        });
        try
        {
            return Rows(csv, name);
        }
        catch (CsvFormatException broken)
        {
            throw new UsageException($"{name}: {broken.Message}");
        }
    }

    private static Dictionary<long, decimal> Rows(CsvReader csv, string name)
    {
        csv.ReadHeader();
        var (id, price) = (Column(csv, IdNames, name), Column(csv, PriceNames, name));
        var prices = new Dictionary<long, decimal>();
        while (csv.Read())
        {
            // 12,50 without quotes between commas is two fields, and the first of them a price of its own.
            for (var extra = csv.Headers.Count; extra < csv.FieldCount; extra++)
                if (!string.IsNullOrWhiteSpace(csv.GetString(extra)))
                    throw new UsageException($"{name}, line {csv.LineNumber}: more fields than the first line names. A decimal comma needs quotes around its number.");
            if (!long.TryParse(csv.GetString(id).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var item))
                throw new UsageException($"{name}, line {csv.LineNumber}: '{csv.GetString(id)}' is not an item's id.");
            if (!prices.TryAdd(item, Price(csv.GetString(price), name, csv.LineNumber)))
                throw new UsageException($"{name}, line {csv.LineNumber}: item {item} is there twice.");
        }

        return prices;
    }

    // By the header alone: in the lines below a French spreadsheet has commas too, as decimal ones.
    private static char SeparatorOf(string text)
    {
        var header = text.AsSpan(0, text.AsSpan().IndexOfAny('\r', '\n') is var end and >= 0 ? end : text.Length);
        return header.Contains(';') ? ';' : header.Contains('\t') ? '\t' : ',';
    }

    private static int Column(CsvReader csv, string[] names, string file)
    {
        foreach (var name in names)
            if (csv.TryGetFieldIndex(name, out var index)) return index;
        throw new UsageException($"{file} has no column {string.Join(" or ", names)}; it has: {string.Join(", ", csv.Headers.ToArray())}.");
    }

    private static decimal Price(string text, string file, long line)
    {
        if (Numbers.TryMoney(text.Trim(), out var price)) return price;
        throw new UsageException($"{file}, line {line}: '{text}' is not a price such as 12.50.");
    }
}
