using System.Collections.Concurrent;
using System.Diagnostics;
using StoFlow.IntegrationTests.Bridge;

namespace StoFlow.IntegrationTests.Door;

/// <summary>A command is a span in the trace of whoever asked, and the plugin hears which.</summary>
public sealed class TraceTests(House house) : IClassFixture<House>
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";

    [Fact]
    public async Task A_command_is_a_span_from_its_acceptance_to_its_end()
    {
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "StoFlow.Bridge",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var client = house.Bridge.Client(await house.TokenAsync("write", "anna"));

        using var answer = await client.KnockAsync(
            "POST", "/api/plugin/execute", new { action = "PING", seller = "anna" }, ("traceparent", $"00-{Trace}-b7ad6b7169203331-01"));

        Assert.True(answer.IsSuccessStatusCode);
        var span = Assert.Single(ended, activity => activity.TraceId.ToHexString() == Trace);
        Assert.Equal("stoflow.command", span.OperationName);
        Assert.Equal(("PING", "done"), (span.GetTagItem("stoflow.action"), span.GetTagItem("stoflow.state")));
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
        Assert.Contains(house.Plugin.Commands, command => command.Trace == span.Id);
    }
}
