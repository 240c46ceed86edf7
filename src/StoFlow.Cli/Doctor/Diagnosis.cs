namespace StoFlow.Cli.Doctor;

/// <summary>All lines, and what they come to.</summary>
internal sealed record Diagnosis(IReadOnlyList<Check> Checks, int ExitCode)
{
    public static Diagnosis Of(IReadOnlyList<Check> checks) => new(
        checks, checks.FirstOrDefault(check => check.Verdict is Verdict.Fail)?.ExitCode ?? ExitCodes.Done);
}
