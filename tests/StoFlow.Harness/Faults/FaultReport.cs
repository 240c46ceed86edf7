using System.Globalization;
using System.Text;
using System.Text.Json;
using StoFlow.Harness.Faults.Judging;

namespace StoFlow.Harness.Faults;

/// <summary>The table at the end, for people and for programs.</summary>
internal sealed class FaultReport(FaultOptions options, WriteLog log, FaultTally tally, Verdict verdict, TimeSpan lasted)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public Verdict Verdict => verdict;

    public int Writes => log.Ended;

    public int Faults => tally.Happened;

    public IReadOnlyCollection<string> Broken => log.Broken;

    /// <summary>As many writes and faults as were asked for.</summary>
    public bool Complete => log.Ended >= options.Writes && tally.Happened >= options.Faults;

    /// <summary>Nothing lost, nothing twice.</summary>
    public bool Kept => verdict is { Lost: 0, Doubled: 0, Denied: 0 } && log.Broken.Count == 0;

    /// <summary>Why the run does not count as good; empty when it does.</summary>
    public string Failure =>
        !Kept ? "A promise was broken." : !Complete ? $"Asked for {options.Writes} writes and {options.Faults} faults; that many did not happen in time." : "";

    public string ToTable()
    {
        var text = new StringBuilder();
        foreach (var finding in verdict.Findings.Concat(log.Broken).Take(20)) text.AppendLine(finding);
        Line("seed", options.Seed);
        Line("plugin", options.Plugin + (options.Journal ? "" : ", without its journal"));
        Line("time", $"{lasted.TotalSeconds:0.0} s, {log.Ended / Math.Max(0.1, lasted.TotalSeconds):0.0} writes a second");
        Line("writes", log.Ended);
        Line("commands", log.Commands);
        Line("faults", $"{tally.Happened} ({tally.Missed} more found no victim)");
        foreach (var (kind, times) in tally.ByKind) Line($"  {kind}", times);
        Line("lost", verdict.Lost);
        Line("doubled", verdict.Doubled);
        Line("said not done, was done", verdict.Denied);
        Line("promises broken otherwise", log.Broken.Count);
        Line("unknown at first", log.UnknownMet);
        Line("  settled by the journal", log.SettledByJournal);
        Line("  settled by read-back", log.SettledByLook);
        Line("unknown in the end", verdict.Unknown);
        Line("second runs refused by the site", verdict.RefusedAgain);
        text.Append(Kept && Complete ? "Nothing lost, nothing twice, by the ledger." : Failure);
        return text.ToString();

        void Line(string name, object value) => text.AppendLine(CultureInfo.InvariantCulture, $"{name,-32} {value}");
    }

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            success = Kept && Complete,
            options.Seed,
            options.Plugin,
            options.Journal,
            seconds = Math.Round(lasted.TotalSeconds, 1),
            writes = log.Ended,
            log.Commands,
            faults = tally.Happened,
            faults_by_kind = tally.ByKind,
            faults_missed = tally.Missed,
            verdict.Lost,
            verdict.Doubled,
            verdict.Denied,
            broken = log.Broken,
            unknown_at_first = log.UnknownMet,
            settled_by_journal = log.SettledByJournal,
            settled_by_read_back = log.SettledByLook,
            verdict.Unknown,
            verdict.RefusedAgain,
            verdict.Findings,
        },
        Json);
}
