using Microsoft.Extensions.Options;
using StoFlow.Bridge;
using StoFlow.Bridge.Policy;

namespace StoFlow.Tests.Bridge;

public sealed class BridgeOptionsTests
{
    [Fact]
    public async Task All_faults_are_named_at_once()
    {
        var problem = await Assert.ThrowsAsync<OptionsValidationException>(() => BridgeHost.StartAsync(
            new BridgeOptions
            {
                Urls = ["http://0.0.0.0:8000"],
                Name = "",
                PingIntervalMs = 1,
                MorePaths = ["../x"],
                Pace = new PaceOptions { PersonShare = 2 },
                Limits = new LimitOptions { QueuePerLane = 0 },
                Retention = new RetentionOptions { WriteDays = 0 },
                Door = new DoorOptions { RefusedPerMinute = 0 },
            },
            ct: TestContext.Current.CancellationToken));

        foreach (var word in new[] { "0.0.0.0", "Name", "PingIntervalMs", "MorePaths", "PersonShare", "QueuePerLane", "WriteDays", "RefusedPerMinute" })
            Assert.Contains(problem.Failures, failure => failure.Contains(word, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/web/api/", true)]
    [InlineData("/x/", true)]
    [InlineData("", false)]
    [InlineData("/", false)]
    [InlineData("//", false)]
    [InlineData("/web", false)]
    [InlineData("/web/../", false)]
    [InlineData("/web/%2e%2e/", false)]
    [InlineData("/web//x/", false)]
    [InlineData("/web/?a/", false)]
    [InlineData("/w\u0435b/", false)]
    public void A_prefix_is_what_it_looks_like(string path, bool isOne) => Assert.Equal(isOne, StoFlow.Protocol.Policy.SitePolicy.IsPrefix(path));

    [Theory]
    [InlineData("gentle", 500)]
    [InlineData("off", 0)]
    public void Paces_have_names(string name, int readGap) => Assert.Equal(readGap, PaceOptions.Preset(name)!.ReadGapMs);

    [Fact]
    public void Other_names_are_none() => Assert.Null(PaceOptions.Preset("fast"));
}
