namespace StoFlow.Cli;

/// <summary>The work failed for a reason that the message states, with what to do next.</summary>
internal sealed class ToolException(string message, int exitCode = ExitCodes.Failed) : Exception(message)
{
    public int ExitCode => exitCode;
}
