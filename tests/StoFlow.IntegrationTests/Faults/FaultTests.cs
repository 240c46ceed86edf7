using System.Text.Json;
using StoFlow.Harness.Faults;

namespace StoFlow.IntegrationTests.Faults;

/// <summary>The short run of the fault harness, and the proof that it can fail. The long one: <c>StoFlow.Harness faults</c>.</summary>
public sealed class FaultTests
{
    private const string Seed = "20";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_breaks_nothing_is_lost_and_nothing_done_twice()
    {
        var (code, report) = await RunAsync("--writes", "400", "--faults", "40", "--seed", Seed, "--minutes", "3");

        Assert.True(code == 0, report.GetRawText());
        Assert.True(report.GetProperty("faults").GetInt32() >= 40, report.GetRawText());
    }

    // A killed bridge is the fault that finds writes begun and not yet told to it. On a busy machine it may meet none: then the run is played again.
    [Fact]
    public async Task Without_its_journal_the_plugin_doubles_writes_and_the_harness_says_so()
    {
        foreach (var seed in (string[])[Seed, "21", "22", "23", "24", "25"])
        {
            var (code, report) = await RunAsync(
                "--writes", "100", "--faults", "4", "--seed", seed, "--minutes", "3", "--journal", "off", "--only", "bridge_kill");
            if (report.GetProperty("doubled").GetInt32() == 0) continue;
            Assert.Equal(1, code);
            return;
        }

        Assert.Fail("Without its journal not one write was doubled, or the harness does not see it.");
    }

    private static async Task<(int Code, JsonElement Report)> RunAsync(params string[] arguments)
    {
        await using var output = new StringWriter();
        var code = await FaultsVerb.RunAsync([.. arguments, "--json"], Ct, output);
        return (code, JsonElement.Parse(output.ToString()));
    }
}
