using StoFlow.Harness.Browsers;
using StoFlow.Harness.Faults;

namespace StoFlow.BrowserTests.Faults;

/// <summary>200 writes and 25 faults with the real plugin. Minutes long: <c>./test faults</c> runs it, <c>./test</c> does not.</summary>
[Trait("Category", "faults")]
public sealed class BrowserFaultTests
{
    [Theory]
    [InlineData(BrowserKind.Firefox)]
    [InlineData(BrowserKind.Chromium)]
    public async Task Whatever_breaks_nothing_is_lost_and_nothing_done_twice(string browser)
    {
        await using var output = new StringWriter();
        var code = await FaultsVerb.RunAsync(
            ["--plugin", browser, "--writes", "200", "--faults", "25", "--seed", "1", "--minutes", "8"], TestContext.Current.CancellationToken, output);

        Assert.True(code == 0, output.ToString());
    }
}
