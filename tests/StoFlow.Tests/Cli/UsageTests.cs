using System.CommandLine;
using StoFlow.Cli;

namespace StoFlow.Tests.Cli;

public sealed partial class UsageTests
{
    [Theory]
    [InlineData("nonsense")]
    [InlineData("sellers")]
    [InlineData("sellers", "lst")]
    [InlineData("tokens", "create", "--name", "x")]
    [InlineData("tokens", "create", "--name", "x", "--seller", "a", "--scope", "root")]
    [InlineData("tokens", "create", "--name", "x", "--seller", "a", "--expires", "soon")]
    [InlineData("execute", "NO_SUCH_ACTION")]
    [InlineData("whoami", "--timeout", "0s")]
    [InlineData("sandbox", "--site-port", "70000")]
    [InlineData("serve", "--pace", "furious")]
    [InlineData("prices", "--percent", "-10", "--set", "5")]
    [InlineData("prices")]
    [InlineData("whoami", "--bridge", "ftp://x")]
    [InlineData("execute", "EXECUTE_HTTP_REQUEST")]
    public async Task A_mistyped_call_is_2_and_leaves_stdout_to_the_machine(params string[] arguments)
    {
        var run = await Run.ToolAsync([.. arguments, "--token", "t", "--json"]);

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.NotEmpty(run.Error);
        if (run.Out.Length > 0) Assert.Equal(2, Machine.Object(run.Out).GetProperty("exit_code").GetInt32());
    }

    [Fact]
    public async Task Without_a_verb_the_help_is_named()
    {
        var run = await Run.ToolAsync();

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("--help", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_verb_has_examples_in_its_help()
    {
        var host = new ToolHost(TextWriter.Null, TextWriter.Null, TextReader.Null, Interactive: false, _ => null, TimeProvider.System);
        foreach (var path in Leaves(Tool.Build(host), []))
        {
            var run = await Run.ToolAsync([.. path, "--help"]);

            Assert.Equal(ExitCodes.Done, run.ExitCode);
            Assert.Contains("Examples:", run.Out, StringComparison.Ordinal);
            Assert.Contains($"  stoflow {string.Join(' ', path)}", run.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_example_parses()
    {
        var host = new ToolHost(TextWriter.Null, TextWriter.Null, TextReader.Null, Interactive: false, _ => null, TimeProvider.System);
        var root = Tool.Build(host);
        var examples = Verbs(root).SelectMany(verb => verb.Examples).ToList();

        Assert.NotEmpty(examples);
        foreach (var example in examples)
        {
            // The parser splits at double quotes only; within single ones a shell leaves them as they are.
            var typed = JsonBody().Replace(example["stoflow ".Length..], "body").Replace('\'', '"');
            var parse = root.Parse(typed, Tool.Parsing);
            Assert.True(parse.Errors.Count == 0, $"{example}: {string.Join(' ', parse.Errors.Select(e => e.Message))}");
        }
    }

    [System.Text.RegularExpressions.GeneratedRegex("'\\{[^']*\\}'", System.Text.RegularExpressions.RegexOptions.NonBacktracking)]
    private static partial System.Text.RegularExpressions.Regex JsonBody();

    private static IEnumerable<StoFlow.Cli.Verbs.IHasExamples> Verbs(Command command) =>
        command.Subcommands.SelectMany(Verbs).Concat(command is StoFlow.Cli.Verbs.Verb verb ? [verb] : []);

    private static IEnumerable<string[]> Leaves(Command command, string[] path) => command.Subcommands.Count == 0
        ? [path]
        : command.Subcommands.SelectMany(sub => Leaves(sub, [.. path, sub.Name]));
}
