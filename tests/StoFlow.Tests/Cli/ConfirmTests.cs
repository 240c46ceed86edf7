using StoFlow.Cli;

namespace StoFlow.Tests.Cli;

public sealed class ConfirmTests
{
    private static readonly string[] Remove = ["sellers", "remove", "anna", "--token", "t", "--bridge", "http://127.0.0.1:1"];

    [Theory]
    [InlineData("n\n")]
    [InlineData("\n")]
    [InlineData("")]
    public async Task Anything_but_yes_does_nothing(string typed)
    {
        var run = await Run.ToolAsync(variables: null, typed, Remove);

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Contains("[y/N]", run.Error, StringComparison.Ordinal);
        Assert.Contains("Nothing was done", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Yes_goes_on_to_the_bridge()
    {
        var run = await Run.ToolAsync(variables: null, "y\n", Remove);

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Contains("stoflow serve", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_terminal_it_never_asks()
    {
        var run = await Run.ToolAsync(Remove);

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("--yes", run.Error, StringComparison.Ordinal);
    }
}
