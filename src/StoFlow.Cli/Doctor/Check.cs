namespace StoFlow.Cli.Doctor;

/// <summary>One line of the doctor.</summary>
/// <param name="Next">What to do about it.</param>
/// <param name="ExitCode">What the tool ends with when this is the first failure.</param>
internal sealed record Check(string Name, Verdict Verdict, string Text, string? Next = null, int ExitCode = ExitCodes.Failed)
{
    public static Check Ok(string name, string text) => new(name, Verdict.Ok, text);

    public static Check Warn(string name, string text, string next) => new(name, Verdict.Warn, text, next);

    public static Check Fail(string name, string text, string next, int exitCode = ExitCodes.Failed) =>
        new(name, Verdict.Fail, text, next, exitCode);
}
