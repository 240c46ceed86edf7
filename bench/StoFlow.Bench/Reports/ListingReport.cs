using System.Globalization;
using System.Text;

namespace StoFlow.Bench.Reports;

/// <summary>What <c>listing</c> found.</summary>
internal sealed record ListingReport(Machine Machine, IReadOnlyList<ListingLine> Lines)
{
    public string Markdown()
    {
        var text = new StringBuilder().AppendLine("| items | the items MB | streamed: most in use MB | of the items | gathered: in use MB |").AppendLine("|--:|--:|--:|--:|--:|");
        foreach (var line in Lines)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {line.Items} | {Mb(line.ItemBytes)} | {Mb(line.Streamed)} | {(double)line.Streamed / line.ItemBytes:0.00} | {Mb(line.Gathered)} |");
        return text.AppendLine().AppendLine(Machine.Line).ToString();
    }

    private static string Mb(long bytes) => (bytes / 1048576.0).ToString("0.0", CultureInfo.InvariantCulture);
}
