using System.Globalization;
using System.Text;

namespace StoFlow.Bench.Reports;

/// <summary>What <c>commit</c> found: the anchor that says what the disk gives.</summary>
internal sealed record CommitReport(Machine Machine, IReadOnlyList<CommitLine> Lines)
{
    public string Markdown()
    {
        var text = new StringBuilder().AppendLine("| callers | rows/s, group commit, full sync |").AppendLine("|--:|--:|");
        foreach (var line in Lines) text.AppendLine(CultureInfo.InvariantCulture, $"| {line.Callers} | {line.RowsPerSecond:0} |");
        return text.AppendLine().AppendLine(Machine.Line).ToString();
    }
}
