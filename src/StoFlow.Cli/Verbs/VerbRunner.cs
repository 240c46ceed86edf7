using System.CommandLine;
using StoFlow.Cli.Failures;
using StoFlow.Cli.Json;
using StoFlow.Cli.Settings;

namespace StoFlow.Cli.Verbs;

/// <summary>Runs a verb and turns whatever it throws into a message and an exit code.</summary>
internal static class VerbRunner
{
    public static async Task<int> RunAsync(
        ToolHost host, ParseResult parse, Func<Call, CancellationToken, Task<int>> verb, CancellationToken cancel)
    {
        using var call = new Call(host, parse);
        try
        {
            return await verb(call, cancel);
        }
        catch (Exception problem)
        {
            var failure = await LeftBehind.ExplainAsync(call, problem, cancel);
            call.Screen.Note(failure.Detail);
            call.Screen.Json(failure, CliJson.Relaxed.Failure);
            return failure.ExitCode;
        }
    }
}
