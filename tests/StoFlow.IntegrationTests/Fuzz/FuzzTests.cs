using StoFlow.Harness.Fuzz;

namespace StoFlow.IntegrationTests.Fuzz;

/// <summary>The short run of the fuzzer, another one each time. The long one: <c>StoFlow.Harness fuzz --minutes 10</c>.</summary>
public sealed class FuzzTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("frames")]
    [InlineData("execute")]
    public async Task Nonsense_breaks_nothing(string target)
    {
        await using var output = new StringWriter();
        var code = await FuzzVerb.RunAsync(["--seconds", "6", "--target", target], Ct, output);

        Assert.True(code == 0, output.ToString());
        TestContext.Current.TestOutputHelper?.WriteLine(output.ToString());
    }

    [Fact]
    public async Task A_mistyped_call_is_said_so() => Assert.Equal(2, await FuzzVerb.RunAsync(["--second", "6"], Ct, TextWriter.Null));
}
