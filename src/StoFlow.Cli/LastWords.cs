using System.Runtime.ExceptionServices;
using StoFlow.Bridge.Ops;

namespace StoFlow.Cli;

/// <summary>A crash's last words go through the same filter as the log; the runtime would print the exception as it is.</summary>
internal static class LastWords
{
    // What a shell shows for a program that aborted.
    private const int Crashed = 134;

    /// <summary>From here on, for the whole process.</summary>
    public static void Clean(TextWriter error) => ExceptionHandling.SetUnhandledExceptionHandler(problem =>
    {
        Say(error, problem);
        Environment.Exit(Crashed);
        return true;
    });

    public static void Say(TextWriter error, Exception problem)
    {
        error.WriteLine(Redaction.Clean($"Unhandled exception. {problem}"));
        error.Flush();
    }
}
