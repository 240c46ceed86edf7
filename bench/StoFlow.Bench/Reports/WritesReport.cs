using System.Globalization;
using System.Text;

namespace StoFlow.Bench.Reports;

/// <summary>What <c>writes</c> found.</summary>
internal sealed record WritesReport(Machine Machine, string Caller, int Sellers, int Sites, int RelaySockets, IReadOnlyList<WritesPair> Medians, IReadOnlyList<WritesRound> Rounds)
{
    public string Markdown()
    {
        var text = new StringBuilder()
            .AppendLine("| callers | server | commands/s | of the other | p50 ms | p99 ms | server CPU µs | responder CPU µs | load CPU µs | KB allocated | working set MB | other work % |")
            .AppendLine("|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var (callers, beside, bridge, ratio) in Medians)
        {
            Row(text, callers, beside, "");
            Row(text, callers, bridge, string.Create(CultureInfo.InvariantCulture, $"**{ratio:0.00}**"));
        }

        text.AppendLine().AppendLine("Every round, in order:").AppendLine();
        foreach (var round in Rounds)
            text.AppendLine(CultureInfo.InvariantCulture, $"- {round.Callers} callers, {round.Server}: {round.Load.PerSecond:0}/s, p50 {round.Load.P50Ms:0.0} ms, p99 {round.Load.P99Ms:0.0} ms, {round.Load.Failures} failures, CPU µs {round.ServerMicros:0} (compiler {round.JitMicros:0}) + {round.ResponderMicros:0} + {round.LoadMicros:0}, other work {round.Others * 100:0} %");
        return text.AppendLine().AppendLine($"Median rounds; caller {Caller}, {Sellers} sellers with a socket and {Sites} lanes each; {RelaySockets} of the relay. {Machine.Line}").ToString();
    }

    private static void Row(StringBuilder text, int callers, WritesRound round, string ratio) => text.AppendLine(
        CultureInfo.InvariantCulture,
        $"| {callers} | {round.Server} | {round.Load.PerSecond:0} | {ratio} | {round.Load.P50Ms:0.0} | {round.Load.P99Ms:0.0} | {round.ServerMicros:0} | {round.ResponderMicros:0} | {round.LoadMicros:0} | {round.AllocatedBytes / 1024:0.0} | {round.WorkingSet / 1048576.0:0} | {round.Others * 100:0} |");
}
