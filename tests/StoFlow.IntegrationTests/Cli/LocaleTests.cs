namespace StoFlow.IntegrationTests.Cli;

/// <summary>What a program reads is UTF-8, whatever this person's terminal speaks.</summary>
public sealed class LocaleTests
{
    [Theory]
    [InlineData("fr_FR.ISO-8859-1")]
    [InlineData("en_US.US-ASCII")]
    [InlineData("C")]
    public async Task Machine_output_keeps_every_character(string locale)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["LC_ALL"] = locale };
        await using var tool = ToolProcess.Start(Path.GetTempPath(), variables, "commands", "list", "--state", "é€漢😀", "--json");

        var run = new ToolRun(await tool.EndAsync(TestContext.Current.CancellationToken), tool.Out, tool.Error).Ended(2);

        Assert.Contains("é€漢😀", run.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
