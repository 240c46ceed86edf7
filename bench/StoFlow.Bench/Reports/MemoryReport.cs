using System.Globalization;
using System.Text;

namespace StoFlow.Bench.Reports;

/// <summary>What <c>memory</c> found.</summary>
/// <param name="SecondQuarter">Median working set over the second quarter of the run: the bridge is warm by then.</param>
/// <param name="LastQuarter">The same over the last quarter.</param>
/// <param name="LiveBefore">Managed bytes in use after a collection, once warm.</param>
/// <param name="LiveAfter">The same after the run.</param>
internal sealed record MemoryReport(
    Machine Machine, long Commands, long SecondQuarter, long LastQuarter, long LiveBefore, long LiveAfter, IReadOnlyList<MemorySample> Samples)
{
    private const double Flat = 1.1;

    public bool IsFlat => LastQuarter <= SecondQuarter * Flat;

    public static MemoryReport Of(Machine machine, long commands, long liveBefore, long liveAfter, IReadOnlyList<MemorySample> samples)
    {
        var quarter = samples.Count / 4;
        return new MemoryReport(
            machine, commands, Median(samples.Skip(quarter).Take(quarter)), Median(samples.Skip(samples.Count - quarter)), liveBefore, liveAfter, samples);
    }

    public string Markdown()
    {
        var text = new StringBuilder().AppendLine("| commands | working set MB | heap MB | store MB |").AppendLine("|--:|--:|--:|--:|");
        foreach (var sample in Samples)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {sample.Commands} | {Mb(sample.WorkingSet)} | {Mb(sample.Heap)} | {Mb(sample.Store)} |");
        text.AppendLine().AppendLine(
            CultureInfo.InvariantCulture,
            $"{(IsFlat ? "Flat" : "NOT flat")}: median working set {Mb(SecondQuarter)} MB in the second quarter, {Mb(LastQuarter)} MB in the last ({(double)LastQuarter / SecondQuarter:0.00}, at most {Flat}). In use after a collection: {Mb(LiveBefore)} MB when warm, {Mb(LiveAfter)} MB after {Commands} commands.");
        return text.AppendLine().AppendLine(Machine.Line).ToString();
    }

    private static long Median(IEnumerable<MemorySample> samples)
    {
        var sorted = samples.Select(sample => sample.WorkingSet).Order().ToArray();
        return sorted.Length == 0 ? 0 : sorted[sorted.Length / 2];
    }

    private static string Mb(long bytes) => (bytes / 1048576.0).ToString("0.0", CultureInfo.InvariantCulture);
}
