using System.Globalization;
using System.Text;
using StoFlow.Bench.Children;

namespace StoFlow.Bench.Reports;

/// <summary>What <c>idle</c> found. Both states are after a collection.</summary>
internal sealed record IdleReport(Machine Machine, int Browsers, ChildStats Empty, ChildStats Full)
{
    public double HeapPerBrowser => (double)(Full.Heap - Empty.Heap) / Browsers;

    public double WorkingSetPerBrowser => (double)(Full.WorkingSet - Empty.WorkingSet) / Browsers;

    public string Markdown() => new StringBuilder()
        .AppendLine("| browsers | working set MB | heap MB | heap KB each | working set KB each |")
        .AppendLine("|--:|--:|--:|--:|--:|")
        .AppendLine(CultureInfo.InvariantCulture, $"| 0 | {Empty.WorkingSet / 1048576.0:0.0} | {Empty.Heap / 1048576.0:0.0} | | |")
        .AppendLine(CultureInfo.InvariantCulture, $"| {Browsers} | {Full.WorkingSet / 1048576.0:0.0} | {Full.Heap / 1048576.0:0.0} | {HeapPerBrowser / 1024:0.0} | {WorkingSetPerBrowser / 1024:0.0} |")
        .AppendLine()
        .AppendLine(Machine.Line)
        .ToString();
}
