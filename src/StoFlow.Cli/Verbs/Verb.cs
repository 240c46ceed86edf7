using System.CommandLine;
using System.CommandLine.Parsing;
using StoFlow.Cli.Settings;

namespace StoFlow.Cli.Verbs;

/// <summary>One thing the tool does. A verb is a class: its options, a constructor that names them, and <see cref="RunAsync"/>.</summary>
internal abstract class Verb : Command, IHasExamples
{
    protected Verb(ToolHost host, string name, string description, params string[] examples)
        : base(name, description)
    {
        Examples = examples;
        SetAction((parse, cancel) => VerbRunner.RunAsync(host, parse, RunAsync, cancel));
    }

    /// <summary>Calls as a person types them; shown under the verb's help.</summary>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>Does it, and returns one of <see cref="ExitCodes"/>; failures are thrown.</summary>
    protected abstract Task<int> RunAsync(Call call, CancellationToken cancel);

    protected Option<T> Option<T>(string name, string description, string? valueName = null)
    {
        var option = new Option<T>(name) { Description = description, HelpName = valueName };
        Options.Add(option);
        return option;
    }

    protected Option<T> Option<T>(string name, string description, T otherwise, string? valueName = null)
    {
        var option = Option<T>(name, description, valueName);
        option.DefaultValueFactory = _ => otherwise;
        return option;
    }

    /// <summary>An option that names a file.</summary>
    protected Option<T> PathOption<T>(string name, string description)
    {
        var option = Option<T>(name, description, "file");
        option.Validators.Add(result => DemandPath(result, name));
        return option;
    }

    /// <summary>An argument that names a file.</summary>
    protected Argument<string> PathArgument(string name, string description)
    {
        var argument = Argument<string>(name, description);
        argument.Validators.Add(result => DemandPath(result, name));
        return argument;
    }

    protected Option<TimeSpan?> Duration(string name, string description)
    {
        var option = new Option<TimeSpan?>(name) { Description = description, HelpName = "duration", CustomParser = Durations.Parse };
        Options.Add(option);
        return option;
    }

    protected Option<int> Whole(string name, string description, int otherwise, string valueName)
    {
        var option = Option(name, description, otherwise, valueName);
        option.CustomParser = result => Numbers.Whole<int>(result) ?? otherwise;
        return option;
    }

    protected Argument<T> Argument<T>(string name, string description)
    {
        var argument = new Argument<T>(name) { Description = description };
        Arguments.Add(argument);
        return argument;
    }

    protected Argument<long> ItemId()
    {
        var argument = Argument<long>("id", "The item's id.");
        argument.CustomParser = result => Numbers.Whole<long>(result) ?? 0;
        return argument;
    }

    /// <summary>A rule that holds between options; its message says what to type instead.</summary>
    protected void Rule(Func<CommandResult, string?> fault) => Validators.Add(result =>
    {
        try
        {
            if (fault(result) is { } message) result.AddError(message);
        }
        catch (InvalidOperationException)
        {
            // The value of an option that cannot be read throws; the option has said so itself.
        }
    });

    // A script's empty variable: said at once, not after a whole shop was read.
    private static void DemandPath(SymbolResult result, string name)
    {
        if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value))) result.AddError($"{name}: the name of a file is due, not an empty one.");
    }
}
