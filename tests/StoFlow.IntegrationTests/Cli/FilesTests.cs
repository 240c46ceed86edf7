using System.Text.Json;

namespace StoFlow.IntegrationTests.Cli;

public sealed class FilesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_percentage_changes_every_price_once_and_undo_takes_it_back()
    {
        await using var world = await ToolWorld.OpenAsync(items: 6);
        var before = await world.PricesAsync();
        var dry = (await world.RunAsync("prices", "--percent", "-10", "--dry-run", "--json")).Ended(0).Json;
        Assert.Empty(await world.LedgerAsync("item_updated"));
        (await world.RunAsync("prices", "--percent", "-10")).Ended(2);
        Assert.Empty(Directory.GetFiles(world.Folder, "*.undo.jsonl"));

        var run = (await world.RunAsync("prices", "--percent", "-10", "--yes", "--undo-file", "u.jsonl", "--json")).Ended(0).Json;

        var planned = dry.GetProperty("planned").GetInt32();
        Assert.True(planned > 0);
        Assert.Equal(planned, run.GetProperty("changed").GetInt32());
        Assert.Equal(planned, (await world.LedgerAsync("item_updated")).Length);
        var after = await world.PricesAsync();
        foreach (var change in run.GetProperty("changes").EnumerateArray())
        {
            var id = change.GetProperty("item_id").GetInt64();
            Assert.Equal(Math.Round(before[id] * 0.9m, 2, MidpointRounding.AwayFromZero), after[id]);
        }

        Assert.Equal(0, (await world.RunAsync("prices", "resume", "u.jsonl", "--yes", "--json")).Ended(0).Json.GetProperty("planned").GetInt32());
        (await world.RunAsync("prices", "undo", "u.jsonl", "--yes", "--json")).Ended(0);
        Assert.Equal(before, await world.PricesAsync());
    }

    [Fact]
    public async Task A_run_that_broke_off_goes_on_and_changes_nothing_twice()
    {
        await using var world = await ToolWorld.OpenAsync(items: 8);
        await world.FaultAsync("challenge_json", count: 1, method: "PUT", skip: 2);
        var broken = await world.RunAsync("prices", "--set", "5.00", "--yes", "--undo-file", "u.jsonl", "--json");
        broken.Ended(4);
        var done = (await world.LedgerAsync("item_updated")).Length;
        var planned = broken.Json.GetProperty("planned").GetInt32();
        Assert.True(done < planned, $"{done} of {planned}");
        await world.ControlAsync("challenge/solve", []);

        (await world.RunAsync("prices", "resume", "u.jsonl", "--yes", "--json")).Ended(0);

        var updates = await world.LedgerAsync("item_updated");
        Assert.Equal(planned, updates.Length);
        Assert.Equal(planned, updates.Select(line => (long)line["item_id"]!).Distinct().Count());
    }

    [Fact]
    public async Task An_undo_that_broke_off_goes_on_as_an_undo()
    {
        await using var world = await ToolWorld.OpenAsync(items: 8);
        var before = await world.PricesAsync();
        var run = (await world.RunAsync("prices", "--set", "5,00", "--yes", "--undo-file", "u.jsonl")).Ended(0);
        Assert.Contains("To take it back: stoflow prices undo u.jsonl", run.Error, StringComparison.Ordinal);
        Assert.Contains(5m, (await world.PricesAsync()).Values);
        await world.FaultAsync("challenge_json", count: 1, method: "PUT", skip: 2);

        var broken = (await world.RunAsync("prices", "undo", "u.jsonl", "--yes")).Ended(4);
        Assert.Contains("To go on: stoflow prices undo u.jsonl", broken.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("resume u.jsonl", broken.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("take it back", broken.Error, StringComparison.Ordinal);
        await world.ControlAsync("challenge/solve", []);
        var done = (await world.LedgerAsync("item_updated")).Length;

        // The words of a run that broke off would change again what is back already.
        var resumed = (await world.RunAsync("prices", "resume", "u.jsonl", "--yes", "--json")).Ended(2);
        Assert.Contains("stoflow prices undo u.jsonl", resumed.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(done, (await world.LedgerAsync("item_updated")).Length);

        var whole = (await world.RunAsync("prices", "undo", "u.jsonl", "--yes")).Ended(0);
        Assert.Equal(before, await world.PricesAsync());
        Assert.DoesNotContain("stoflow prices", whole.Error, StringComparison.Ordinal);
        var nothing = (await world.RunAsync("prices", "undo", "u.jsonl", "--yes", "--json")).Ended(0).Json;
        Assert.Equal((false, 0), (nothing.GetProperty("dry_run").GetBoolean(), Number(nothing, "planned")));
        Assert.True((await world.RunAsync("prices", "undo", "u.jsonl", "--dry-run", "--json")).Ended(0).Json.GetProperty("dry_run").GetBoolean());
    }

    [Fact]
    public async Task Prices_come_from_an_exported_file()
    {
        await using var world = await ToolWorld.OpenAsync(items: 4);
        (await world.RunAsync("export", "--csv", "items.csv", "--bom", "--semicolons", "--json")).Ended(0);
        var rows = await File.ReadAllLinesAsync(world.PathOf("items.csv"), Cancel);
        var id = rows[1].Split(';')[0];
        await File.WriteAllTextAsync(world.PathOf("new.csv"), $"id;price\n{id};12,34\n", Cancel);

        (await world.RunAsync("prices", "--from", "new.csv", "--yes")).Ended(0);

        Assert.Equal(12.34m, (await world.PricesAsync())[long.Parse(id, System.Globalization.CultureInfo.InvariantCulture)]);
        Assert.Single(await world.LedgerAsync("item_updated"));
    }

    [Fact]
    public async Task A_sync_counts_what_is_new_changed_and_gone()
    {
        await using var world = await ToolWorld.OpenAsync(items: 5);
        var first = (await world.RunAsync("sync", "--file", "shop.jsonl", "--json")).Ended(0).Json;
        Assert.Equal((5, 5), (Number(first, "items"), Number(first, "added")));
        var ids = (await world.PricesAsync()).Keys.Select(id => id.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToList();
        var active = (await world.RunAsync("items", "list", "--json")).Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").ToString()).ToList();
        (await world.RunAsync("items", "update", active[0], "--price", "3.33")).Ended(0);
        (await world.RunAsync("items", "delete", active[1], "--yes")).Ended(0);

        var second = (await world.RunAsync("sync", "--file", "shop.jsonl", "--json")).Ended(0).Json;

        Assert.Equal((4, 0, 1, 1), (Number(second, "items"), Number(second, "added"), Number(second, "changed"), Number(second, "gone")));
        var lines = await File.ReadAllLinesAsync(world.PathOf("shop.jsonl"), Cancel);
        Assert.All(lines, line => Assert.Contains(JsonElement.Parse(line).GetProperty("id").ToString(), ids));
    }

    [Fact]
    public async Task A_sync_of_details_goes_on_where_it_broke_off()
    {
        await using var world = await ToolWorld.OpenAsync(items: 50);
        await world.FaultAsync("server_error", count: 1, path: "/item_upload/items", skip: 30);
        (await world.RunAsync("sync", "--file", "shop.jsonl", "--details", "--json")).Ended(1);
        Assert.False(File.Exists(world.PathOf("shop.jsonl")));
        Assert.True(File.Exists(world.PathOf("shop.jsonl.part")));

        var report = (await world.RunAsync("sync", "--file", "shop.jsonl", "--details", "--json")).Ended(0).Json;

        Assert.InRange(Number(report, "reused"), 20, 49);
        Assert.Equal(50, Number(report, "details"));
        Assert.False(File.Exists(world.PathOf("shop.jsonl.part")));
    }

    private static int Number(JsonElement report, string name) => report.GetProperty(name).GetInt32();
}
