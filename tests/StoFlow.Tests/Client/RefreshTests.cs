using System.Net;
using System.Text.Json;

namespace StoFlow.Tests.Client;

public sealed class RefreshTests
{
    [Fact]
    public async Task Items_are_read_anew_in_commands_that_the_lanes_pace_lets_through_in_time()
    {
        using var played = new PlayedBridge().Then(HttpStatusCode.OK, """{"success":true,"command_id":"c","duration_ms":1,"results":[]}""");
        using var client = played.Client();

        var read = await client.Items.RefreshAsync([.. Enumerable.Range(1, 100).Select(id => (long)id)], TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(1, 100).Select(id => (long)id), read.Select(one => one.ItemId));
        Assert.Equal([20, 20, 20, 20, 20], played.Calls.Select(call => JsonElement.Parse(call.Body).GetProperty("requests").GetArrayLength()));
    }
}
