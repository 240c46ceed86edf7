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
    [InlineData("whoami", "--timeout", "61m")]
    [InlineData("whoami", "--site", "www.vinted.xx")]
    [InlineData("items", "update", "5", "--title", "Caf\uFFFD")]
    [InlineData("sandbox", "--site-port", "70000")]
    [InlineData("serve", "--pace", "furious")]
    [InlineData("prices", "--percent", "-10", "--set", "5")]
    [InlineData("prices")]
    [InlineData("whoami", "--bridge", "ftp://x")]
    [InlineData("execute", "EXECUTE_HTTP_REQUEST")]
    [InlineData("execute", "EXECUTE_BATCH_REQUESTS", "--requests", "[null]")]
    [InlineData("execute", "EXECUTE_BATCH_REQUESTS", "--requests", "null")]
    [InlineData("execute", "EXECUTE_BATCH_REQUESTS", "--requests", "[]")]
    [InlineData("execute", "EXECUTE_BATCH_REQUESTS", "--requests", "@")]
    [InlineData("execute", "EXECUTE_HTTP_REQUEST", "--url", "https://x/", "--body", "@")]
    [InlineData("whoami", "--no-such-option")]
    [InlineData("export")]
    [InlineData("export", "--csv", "")]
    [InlineData("sync", "--file", "")]
    [InlineData("prices", "undo", "")]
    [InlineData("prices", "resume", " ")]
    [InlineData("prices", "undo", ".")]
    [InlineData("prices", "--from", "")]
    [InlineData("prices", "--set", "5", "--undo-file", "")]
    [InlineData("items", "create", "--from", "")]
    [InlineData("items", "create", "--from", "x.json", "--photo", "")]
    [InlineData("photos", "upload", "")]
    [InlineData("commands", "resolve", "c", "--from", "")]
    [InlineData("serve", "--config", "")]
    [InlineData("serve", "--data", "")]
    [InlineData("whoami", "--data", " ")]
    [InlineData("whoami", "--seller", "")]
    [InlineData("whoami", "--site", "")]
    [InlineData("whoami", "--bridge", "")]
    [InlineData("serve", "--ready-file", "")]
    [InlineData("sync", "--file", ".")]
    [InlineData("sync", "--file", "no/such/folder.jsonl")]
    [InlineData("prices", "--set", "5", "--undo-file", ".")]
    [InlineData("prices", "--set", "5", "--undo-file", "no/such/folder.jsonl")]
    public async Task A_mistyped_call_is_2_and_leaves_stdout_to_the_machine(params string[] arguments)
    {
        var run = await Run.ToolAsync([.. arguments, "--token", "t", "--json"]);

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.NotEmpty(run.Error);
        var failure = Machine.Object(run.Out);
        Assert.Equal((false, 2), (failure.GetProperty("success").GetBoolean(), failure.GetProperty("exit_code").GetInt32()));
        Assert.Contains(failure.GetProperty("detail").GetString()!.Split('\n')[0], run.Error, StringComparison.Ordinal);
        Assert.Empty((await Run.ToolAsync([.. arguments, "--token", "t"])).Out);
    }

    [Theory]
    [InlineData("bogus")]
    [InlineData("3")]
    [InlineData("")]
    public async Task A_state_that_is_none_is_told_those_there_are(string state)
    {
        var run = await Run.ToolAsync("commands", "list", "--state", state, "--token", "t");

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("queued, sent, running", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("StoFlow.Protocol", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("stf_AbC\ndEf")]
    [InlineData("stf_AbCdÉf")]
    [InlineData("Bearer stf_AbCdEf")]
    public async Task A_token_that_can_be_none_is_2_before_anything_is_asked(string token)
    {
        // Without a word an empty one would have meant the admin token.
        var run = await Run.ToolAsync("sellers", "list", "--token", token);

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.DoesNotContain("Parameter", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("AbC", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_and_version_keep_to_the_machines_side_too()
    {
        var help = await Run.ToolAsync("items", "list", "--help", "--json");
        Assert.Equal((ExitCodes.Done, ""), (help.ExitCode, help.Out));
        Assert.Contains("stoflow items list", help.Error, StringComparison.Ordinal);

        var plain = await Run.ToolAsync("--version");
        var version = await Run.ToolAsync("--version", "--json");
        Assert.Equal(plain.Out.Trim(), Machine.Object(version.Out).GetProperty("version").GetString());
    }

    [Fact]
    public async Task What_nobody_foresaw_is_1_and_one_line_without_secrets()
    {
        using StringWriter output = new(), error = new();
        var host = new ToolHost(
            output, error, TextReader.Null, Interactive: false, _ => throw new InvalidOperationException("Bearer stf_AbCdEf0123456789AbCdEf0123456789AbCdEf01234\nat"), TimeProvider.System);

        var exitCode = await Tool.RunAsync(host, ["whoami", "--json"], TestContext.Current.CancellationToken);

        Assert.Equal(ExitCodes.Failed, exitCode);
        Assert.Equal(1, Machine.Object(output.ToString()).GetProperty("exit_code").GetInt32());
        Assert.Single(error.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("AbCdEf", output.ToString() + error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--json=false")]
    public async Task Where_nothing_can_be_said_the_exit_code_still_tells(string json)
    {
        var host = new ToolHost(new FullWriter(), new FullWriter(), TextReader.Null, Interactive: false, _ => null, TimeProvider.System);

        Assert.Equal(ExitCodes.Failed, await Tool.RunAsync(host, ["sellers", "list", "--bridge", "http://127.0.0.1:9", "--token", "t", json], TestContext.Current.CancellationToken));
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
