using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using StoFlow.Bridge.Ops;
using StoFlow.Cli.Failures;
using StoFlow.Cli.Json;
using StoFlow.Cli.Screens;
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
        try
        {
            // A terminal of another encoding, such as Latin-1; the bytes that were typed are lost by now, and the mark in their place would go to the site.
            if (arguments.FirstOrDefault(argument => argument.Contains('\uFFFD', StringComparison.Ordinal)) is { } broken)
                throw new UsageException($"'{broken}' was not typed in UTF-8: use a terminal that speaks it, or put the text in a file of that encoding.");
            return await RunAsync(host, Build(host).Parse(arguments, Parsing), WantsJson(arguments), cancel);
        }
        catch (Exception problem)
        {
            // Verbs explain their own failures. What gets here is a defect of the tool, and still no reason to show anybody its stack.
            var failure = FailureMap.Explain(problem, GlobalOptions.DefaultBridge, cancel.IsCancellationRequested);
            Say(host, failure with { Detail = Redaction.Clean(failure.Detail).ReplaceLineEndings(" ") }, WantsJson(arguments));
            return failure.ExitCode;
        }
    }

    private static async Task<int> RunAsync(ToolHost host, ParseResult parse, bool json, CancellationToken cancel)
    {
        var settings = new InvocationConfiguration
        {
            // Help is for people.
            Output = json && parse.Action is HelpWithExamples ? host.Error : host.Out,
            Error = host.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };

        if (parse.Action is not ParseErrorAction fault) return await parse.InvokeAsync(settings, cancel);

        // None of the parser's words may reach stdout: with --json another program reads it.
        fault.ShowHelp = false;
        settings.Output = host.Error;
        await parse.InvokeAsync(settings, cancel);
        await host.Error.WriteLineAsync($"See: {Path(parse.CommandResult.Command)} --help");
        var detail = string.Join('\n', parse.Errors.Select(error => error.Message));
        new Screen(host, json).Json(new Failure(false, ExitCodes.Usage, detail), CliJson.Relaxed.Failure);
        return ExitCodes.Usage;
    }

    public static RootCommand Build(ToolHost host)
    {
        var root = new RootCommand("The StoFlow bridge and a seller's shop through it.");
        foreach (var option in host.Options.All) root.Options.Add(option);
        foreach (var verb in AllVerbs.Make(host)) root.Subcommands.Add(verb);
        foreach (var version in root.Options.OfType<VersionOption>()) version.Action = new SayVersion(host);
        foreach (var help in root.Options.OfType<HelpOption>()) help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    // As typed, for a call that cannot be parsed too.
    internal static bool WantsJson(IReadOnlyList<string> arguments) =>
        arguments.TakeWhile(argument => argument != "--").Any(argument => argument is "--json" or "--json=true" or "--json:true");

    private static void Say(ToolHost host, Failure failure, bool json)
    {
        var screen = new Screen(host, json);
        Try(() => screen.Note(failure.Detail));
        Try(() => screen.Json(failure, CliJson.Relaxed.Failure));
    }

    // A full disk or a closed pipe behind stdout or stderr may be the very failure; then the exit code alone tells.
    private static void Try(Action say)
    {
        try
        {
            say();
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }

    private static string Path(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } parent
        ? $"{Path(parent)} {command.Name}"
        : "stoflow";
}
