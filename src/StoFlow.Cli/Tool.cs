using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using StoFlow.Cli.Settings;
using StoFlow.Cli.Verbs;

namespace StoFlow.Cli;

/// <summary>Parses a command line and runs it.</summary>
internal static class Tool
{
    /// <summary>A value that begins with @ is this tool's affair (a file to read), not the parser's (a file of arguments).</summary>
    internal static ParserConfiguration Parsing { get; } = new() { ResponseFileTokenReplacer = null };

    public static async Task<int> RunAsync(ToolHost host, IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        var parse = Build(host).Parse(arguments, Parsing);
        var settings = new InvocationConfiguration
        {
            Output = host.Out,
            Error = host.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };

        if (parse.Action is not ParseErrorAction fault) return await parse.InvokeAsync(settings, cancel);

        // Nothing of a mistyped call may reach stdout: with --json another program reads it.
        fault.ShowHelp = false;
        settings.Output = host.Error;
        await parse.InvokeAsync(settings, cancel);
        await host.Error.WriteLineAsync($"See: {Path(parse.CommandResult.Command)} --help");
        return ExitCodes.Usage;
    }

    public static RootCommand Build(ToolHost host)
    {
        var root = new RootCommand("The StoFlow bridge and a seller's shop through it.");
        foreach (var option in host.Options.All) root.Options.Add(option);
        foreach (var verb in AllVerbs.Make(host)) root.Subcommands.Add(verb);
        foreach (var help in root.Options.OfType<HelpOption>()) help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    private static string Path(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } parent
        ? $"{Path(parent)} {command.Name}"
        : "stoflow";
}
