using System.Globalization;
using System.Text;

namespace StoFlow.Harness.Fuzz;

/// <summary>What a run sent, and what it found.</summary>
/// <param name="Frames">Frames sent on sockets.</param>
/// <param name="Calls">Calls sent to the API.</param>
/// <param name="Answers">How calls were answered, by status; 0 stands for those whose caller gave up waiting.</param>
/// <param name="Closes">How connections ended, by close code; 0 stands for those that this side cut.</param>
/// <param name="MemoryMb">The bridge's resident memory over the run, in MB.</param>
/// <param name="Findings">What broke; empty when nothing did.</param>
internal sealed record FuzzReport(
    long Frames,
    long Calls,
    IReadOnlyDictionary<int, long> Answers,
    IReadOnlyDictionary<int, long> Closes,
    IReadOnlyList<double> MemoryMb,
    IReadOnlyList<string> Findings)
{
    /// <summary>Nothing broke, and something was tried.</summary>
    public bool Held => Findings.Count == 0 && Frames + Calls > 0;

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"frames    {Frames,10:N0}   closed {Counts(Closes)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"calls     {Calls,10:N0}   answered {Counts(Answers)}");
        if (MemoryMb.Count > 0)
            text.AppendLine(CultureInfo.InvariantCulture, $"memory    {MemoryMb[0],10:F0} MB at first, {MemoryMb.Max():F0} at most, {MemoryMb[^1]:F0} at last");
        foreach (var finding in Findings) text.AppendLine(CultureInfo.InvariantCulture, $"FOUND     {finding}");
        text.Append(Held ? "held" : "BROKEN");
        return text.ToString();
    }

    private static string Counts(IReadOnlyDictionary<int, long> counts) =>
        string.Join(' ', counts.OrderBy(count => count.Key).Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Key}×{count.Value}")));
}
