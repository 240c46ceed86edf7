using Microsoft.Extensions.Logging.Abstractions;
using StoFlow.Bridge.Wire;

namespace StoFlow.Tests.Bridge;

/// <summary>How long the other side may say nothing.</summary>
public sealed class WireSilenceTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_seller_who_reads_an_offer_may_take_minutes_and_a_browser_that_is_in_is_heard_of_sooner()
    {
        await using var connection = new WireConnection(
            new DeafSocket(), new WireSettings(_time, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(45), NullLogger<WireConnection>.Instance));

        for (var tick = 0; tick < 20; tick++) _time.Advance(15_000);
        Assert.Equal(0, connection.CloseStatus);

        connection.Welcomed = true;
        for (var tick = 0; tick < 4; tick++) _time.Advance(15_000);
        Assert.Equal(CloseCode.Silent, connection.CloseStatus);
    }
}
