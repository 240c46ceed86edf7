using System.Text.Json.Nodes;

namespace StoFlow.IntegrationTests.Cli;

/// <summary>A run of prices while something else goes on.</summary>
public sealed class PriceRunTests
{
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
}
