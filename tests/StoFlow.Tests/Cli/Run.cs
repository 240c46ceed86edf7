using StoFlow.Cli;

namespace StoFlow.Tests.Cli;

/// <summary>One run of the tool inside the test: what it wrote where, and its exit code.</summary>
internal sealed record Run(int ExitCode, string Out, string Error)
{
    public static async Task<Run> ToolAsync(
        IReadOnlyDictionary<string, string>? variables = null, string? typed = null, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var host = new ToolHost(
            output, error, new StringReader(typed ?? ""), Interactive: typed is not null, name => variables?.GetValueOrDefault(name), TimeProvider.System);
        var code = await Tool.RunAsync(host, arguments, TestContext.Current.CancellationToken);
        return new Run(code, output.ToString(), error.ToString());
    }

    public static Task<Run> ToolAsync(params string[] arguments) => ToolAsync(variables: null, typed: null, arguments);
}
