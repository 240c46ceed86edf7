using Microsoft.Extensions.Logging.Abstractions;
using StoFlow.Bridge.Sessions;
using StoFlow.Bridge.Wire;
using StoFlow.Protocol.Wire;

namespace StoFlow.Tests.Bridge;

/// <summary>A paired browser that would have the bridge hold more and more for it.</summary>
public sealed class GreedyBrowserTests
{
    [Fact]
    public void Ids_longer_than_any_of_a_command_are_not_held()
    {
        Assert.NotNull(new PluginHoldings().Add(new Holdings([new string('x', 65)], [], [], Last: false)));
        Assert.NotNull(new PluginHoldings().Add(new Holdings([], [null!], [], Last: false)));
        Assert.Null(new PluginHoldings().Add(new Holdings([], [], [new string('x', 64)], Last: false)));
    }

    [Fact]
    public void Holdings_are_told_once_and_not_held_after_that()
    {
        var holdings = new PluginHoldings();
        Assert.Null(holdings.Add(new Holdings(["a"], ["b"], [], Last: true)));

        holdings.End();

        Assert.False(holdings.Keeps("a"));
        Assert.Empty(holdings.Begun);
        Assert.NotNull(holdings.Add(new Holdings(["a"], [], [], Last: true)));
    }

    [Fact]
    public void Of_its_sites_only_those_of_the_list_are_held_and_of_a_name_what_fits_a_line()
    {
        var told = new BrowserStatus(
            false,
            [
                null!, new SiteStatus("www.evil.example", "open", true), new SiteStatus("www.vinted.fr", new string('x', 1_000), true, true, "an\u001bna" + new string('x', 1_000)),
                new SiteStatus("www.vinted.fr", "open", true), new SiteStatus("www.vinted.de", "open", false),
            ]);

        var held = StatusRules.Fit(told);

        Assert.Equal([new SiteStatus("www.vinted.fr", "none", true, true, "anna" + new string('x', 60)), new SiteStatus("www.vinted.de", "open", false)], held.Sites);
    }

    [Fact]
    public async Task Who_sends_results_and_takes_no_acknowledgement_is_let_go()
    {
        var time = new ManualTime();
        await using var connection = new WireConnection(
            new DeafSocket(), new WireSettings(time, TimeSpan.FromDays(1), TimeSpan.FromDays(10), NullLogger<WireConnection>.Instance));
        for (var i = 0; i < 50_000; i++) connection.Acknowledge("c1");
        Assert.Equal(0, connection.CloseStatus);

        connection.Acknowledge("c1");

        Assert.Equal(CloseCode.Silent, connection.CloseStatus);
    }
}
