using System.Text.Json;

namespace StoFlow.IntegrationTests.Cli;

/// <summary>What a finished run of the tool said.</summary>
internal sealed record ToolRun(int ExitCode, string Out, string Error)
{
    /// <summary>Stdout as a program reads it: one JSON value on one line and nothing else.</summary>
    public JsonElement Json => Lines is [var only] ? JsonElement.Parse(only) : throw new InvalidOperationException($"Not one line of JSON on stdout:\n{Out}\nstderr:\n{Error}");

    public string[] Lines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Fails the test with all that was said unless the exit code is as due.</summary>
    public ToolRun Ended(int exitCode)
    {
        Assert.True(exitCode == ExitCode, $"exit code {ExitCode}, {exitCode} was due\nstdout:\n{Out}\nstderr:\n{Error}");
        return this;
    }
}
