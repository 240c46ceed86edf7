using StoFlow.Harness.House;

namespace StoFlow.Harness.Faults.Judging;

/// <summary>What the ledger says about what the callers were told.</summary>
/// <param name="Lost">Told done; the ledger does not show it.</param>
/// <param name="Doubled">The ledger shows it more than once.</param>
/// <param name="Denied">Told not done; the ledger shows it.</param>
/// <param name="Unknown">Nobody could say; the ledger shows it once or not.</param>
/// <param name="RefusedAgain">Requests that the site refused because the thing was done already: a second run without a second effect.</param>
/// <param name="Findings">Each write at fault, and each whose end nobody knows, with its whole story.</param>
internal sealed record Verdict(int Lost, int Doubled, int Denied, int Unknown, int RefusedAgain, IReadOnlyList<string> Findings)
{
    /// <summary>Compares; only what the ledger shows counts as having happened.</summary>
    public static Verdict Of(IReadOnlyCollection<IntendedWrite> writes, IReadOnlyList<LedgerLine> ledger)
    {
        var effects = new EffectCount(ledger);
        int lost = 0, doubled = 0, denied = 0, unknown = 0;
        List<string> findings = [];
        foreach (var write in writes.OrderBy(write => write.Number))
        {
            var times = effects.Of(write);
            var wrong = times > 1 ? "doubled"
                : write.Told == Told.Done && times == 0 ? "lost"
                : write.Attempts.Any(attempt => attempt.Told == Told.NotDone && effects.Of(write, attempt) > 0) || (write.Told == Told.NotDone && times > 0) ? "denied"
                : write.Told == Told.Unknown ? "unknown"
                : null;
            if (wrong is "unknown") unknown++;
            if (wrong is "lost") lost++;
            if (wrong is "doubled") doubled++;
            if (wrong is "denied") denied++;
            if (wrong is not null) findings.Add(Describe(wrong, write, times, effects));
        }

        return new Verdict(lost, doubled, denied, unknown, effects.RefusedAgain, findings);
    }

    private static string Describe(string wrong, IntendedWrite write, int times, EffectCount effects) => string.Join(
        '\n',
        (string[])
        [
            $"{wrong}: write {write.Number} {write.Kind} item {write.ItemId} was told {write.Told}, the ledger shows it {times} times",
            .. write.Attempts.Select(attempt => $"  {attempt.Key} {attempt.StartedAt:HH:mm:ss.fff} told {attempt.Told}, in the ledger {effects.Of(write, attempt)}: {attempt.Story}"),
            .. effects.Lines(write).Select(line => $"  ledger {line.Seq} {line.Method} {line.Path} {line.Status} {line.Effect} {line.Title}"),
        ]);
}
