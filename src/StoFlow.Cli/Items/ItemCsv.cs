using System.Globalization;
using CsvHelper;

namespace StoFlow.Cli.Items;

/// <summary>Items as a CSV file that a spreadsheet may open without running anything. Numbers are written alike in every language.</summary>
internal sealed class ItemCsv : IAsyncDisposable
{
    // Id and price are what "prices --from" reads back.
    private static readonly (string Name, Func<ItemRow, string?> Value)[] Columns =
    [
        ("id", row => row.Id.ToString(CultureInfo.InvariantCulture)),
        ("title", row => SpreadsheetText.Safe(row.Title)),
        ("price", row => row.Price.ToString("0.00", CultureInfo.InvariantCulture)),
        ("currency", row => SpreadsheetText.Safe(row.Currency)),
        ("state", row => row.State),
        ("brand", row => SpreadsheetText.Safe(row.Brand)),
        ("size", row => SpreadsheetText.Safe(row.Size)),
        ("condition", row => SpreadsheetText.Safe(row.Condition)),
        ("views", row => row.Views?.ToString(CultureInfo.InvariantCulture)),
        ("favourites", row => row.Favourites?.ToString(CultureInfo.InvariantCulture)),
        ("photos", row => row.Photos.ToString(CultureInfo.InvariantCulture)),
        ("url", row => SpreadsheetText.Safe(row.Url)),
    ];

    private readonly CsvWriter _csv;

    /// <param name="stream">Stays open.</param>
    /// <param name="bom">Marks the file as UTF-8 for spreadsheets that guess otherwise.</param>
    /// <param name="separator">A semicolon suits spreadsheets of countries with decimal commas.</param>
    public ItemCsv(Stream stream, bool bom, char separator)
    {
        _csv = CsvWriter.Create(stream, new CsvWriterOptions { Separator = separator, WriteByteOrderMark = bom }, leaveOpen: true);
        _csv.WriteRecord([.. Columns.Select(column => column.Name)]);
    }

    public Task WriteAsync(ItemRow row, CancellationToken cancel)
    {
        foreach (var (_, value) in Columns) _csv.WriteField(value(row));
        return _csv.EndRecordAsync(cancel).AsTask();
    }

    public ValueTask DisposeAsync() => _csv.DisposeAsync();
}
