using StoFlow.Cli.Settings;

namespace StoFlow.Cli;

/// <summary>What surrounds one run of the tool; tests give their own.</summary>
/// <param name="Interactive">A person sits at a terminal: questions may be asked.</param>
/// <param name="Variable">Looks up an environment variable.</param>
internal sealed record ToolHost(
    TextWriter Out, TextWriter Error, TextReader In, bool Interactive, Func<string, string?> Variable, TimeProvider Time)
{
    /// <param name="json">Stdout is for a program: UTF-8 then, whatever this person's terminal speaks.</param>
    public static ToolHost OfThisProcess(bool json) => new(
        json ? new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true } : Console.Out,
        Console.Error,
        Console.In,
        Interactive: !Console.IsInputRedirected && !Console.IsErrorRedirected,
        Environment.GetEnvironmentVariable,
        TimeProvider.System);

    /// <summary>Whether it was SIGTERM that stopped the run.</summary>
    public Func<bool> Terminated { get; init; } = () => false;

    /// <summary>The names of all environment variables.</summary>
    public Func<IEnumerable<string>> VariableNames { get; init; } = () => Environment.GetEnvironmentVariables().Keys.OfType<string>();

    /// <summary>One set a run: the parser links an option to the commands it is in.</summary>
    public GlobalOptions Options { get; } = new();

    /// <summary>Where the bridge of this machine keeps its data unless told otherwise.</summary>
    public string DefaultDataFolder => DataFolder.Default(Variable);
}
