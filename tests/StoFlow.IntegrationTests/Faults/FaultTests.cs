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

    [Fact]
    public async Task Without_its_journal_the_plugin_doubles_writes_and_the_harness_says_so()
    {
        // A killed bridge is the fault that finds a write begun and not yet told to it; of others a whole run may meet none.
        var (code, report) = await RunAsync(
            "--writes", "200", "--faults", "8", "--seed", Seed, "--minutes", "3", "--journal", "off", "--only", "bridge_kill");

        Assert.Equal(1, code);
        Assert.True(report.GetProperty("doubled").GetInt32() > 0, report.GetRawText());
    }

    private static async Task<(int Code, JsonElement Report)> RunAsync(params string[] arguments)
    {
        await using var output = new StringWriter();
        var code = await FaultsVerb.RunAsync([.. arguments, "--json"], Ct, output);
        return (code, JsonElement.Parse(output.ToString()));
    }
}
