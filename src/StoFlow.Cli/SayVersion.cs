using System.CommandLine;
using System.CommandLine.Invocation;
using StoFlow.Cli.Json;
using StoFlow.Cli.Screens;

namespace StoFlow.Cli;

/// <summary>The version, as JSON when a program asks.</summary>
internal sealed class SayVersion(ToolHost host) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var screen = new Screen(host, parseResult.GetValue(host.Options.Json));
        screen.Line(ToolVersion.Full);
        screen.Json(new ToolVersionJson(ToolVersion.Full), CliJson.Relaxed.ToolVersionJson);
        return ExitCodes.Done;
    }
}
