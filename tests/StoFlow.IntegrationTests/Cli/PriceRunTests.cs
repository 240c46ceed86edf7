using System.Text.Json.Nodes;
using StoFlow.Client;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.IntegrationTests.Cli;

/// <summary>A run of prices while something else goes on.</summary>
public sealed class PriceRunTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("server_error")]
    [InlineData("thin_body")]
    [InlineData("html_404")]
    public async Task A_site_that_fails_again_and_again_ends_the_run(string fault)
    {
        await using var world = await ToolWorld.OpenAsync(items: 60);
        await world.FaultAsync(fault, count: 10_000, path: "/item_upload/items", method: "GET");

        var run = (await world.RunAsync("prices", "--set", "5.00", "--yes", "--undo-file", "u.jsonl", "--json")).Ended(1).Json;

        Assert.InRange(run.GetProperty("planned").GetInt32(), 20, 60);
        Assert.Equal(5, run.GetProperty("failed").GetArrayLength());
        Assert.Contains("in a row", run.GetProperty("stopped").GetString(), StringComparison.Ordinal);

        await world.FaultAsync("clear");
        var rest = (await world.RunAsync("prices", "resume", "u.jsonl", "--yes", "--json")).Ended(0).Json;
        Assert.Equal(run.GetProperty("planned").GetInt32(), rest.GetProperty("changed").GetInt32());
    }

    [Fact]
    public async Task What_was_sold_since_is_left_alone_and_no_failure()
    {
        await using var world = await ToolWorld.OpenAsync(items: 8);
        await world.FaultAsync("challenge_json", count: 1, method: "PUT", skip: 2);
        var broken = (await world.RunAsync("prices", "--set", "5.00", "--yes", "--undo-file", "u.jsonl", "--json")).Ended(4).Json;
        await world.ControlAsync("challenge/solve", []);
        var last = broken.GetProperty("changes").EnumerateArray().Last().GetProperty("item_id").GetInt64();
        await world.ControlAsync("sell", new JsonObject { ["item_id"] = last });

        var rest = (await world.RunAsync("prices", "resume", "u.jsonl", "--yes", "--json")).Ended(0).Json;

        var skipped = rest.GetProperty("skipped").EnumerateArray().Single(item => item.GetProperty("item_id").GetInt64() == last);
        Assert.Equal("is sold", skipped.GetProperty("why").GetString());
        var first = broken.GetProperty("changes")[0].GetProperty("item_id").GetInt64();
        await world.ControlAsync("sell", new JsonObject { ["item_id"] = first });
        (await world.RunAsync("prices", "undo", "u.jsonl", "--yes")).Ended(0);
    }

    [Fact]
    public async Task A_write_under_way_is_seen_behind_any_number_of_reads()
    {
        await using var world = await ToolWorld.OpenAsync(items: 1, browser: false);
        (await world.RunAsync("sellers", "add", ToolWorld.Seller)).Ended(0);
        using var bridge = new BridgeClient(world.Bridge.Url.ToString(), (await File.ReadAllTextAsync(world.Bridge.AdminTokenFile, Cancel)).Trim());
        await SubmitAsync("PUT", "items/1/is_hidden");
        for (var i = 0; i < 220; i++) await SubmitAsync("GET", "users/current");

        var refused = (await world.RunAsync("prices", "--set", "5.00", "--yes", "--json")).Ended(1).Json;

        Assert.Contains("still under way", refused.GetProperty("detail").GetString(), StringComparison.Ordinal);

        Task SubmitAsync(string method, string path) => bridge.SubmitAsync(
            new ExecuteRequest(CommandAction.Request, ToolWorld.Seller, TimeoutMs: 300_000, Request: new RequestBody("https://www.vinted.fr/api/v2/" + path, method)), cancel: Cancel);
    }
}
