using System.Text.Json;
using System.Text.Json.Nodes;
using StoFlow.Harness.House;

namespace StoFlow.IntegrationTests.Cli;

/// <summary><c>stoflow sync</c> run after run: what a broken one left behind.</summary>
public sealed class SyncTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Details_of_a_run_that_broke_off_days_ago_are_read_anew()
    {
        await using var world = await ToolWorld.OpenAsync(items: 30);
        await BreakAsync(world);
        var part = world.PathOf("shop.jsonl.part");
        var old = (await File.ReadAllLinesAsync(part, Cancel)).Where(line => line.Length > 0).Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        foreach (var line in old)
        {
            line["read_at"] = TimeProvider.System.GetUtcNow().AddDays(-3).ToString("O", System.Globalization.CultureInfo.InvariantCulture);
            line["detail"]!["description"] = "of three days ago";
        }

        await File.WriteAllLinesAsync(part, old.Select(line => line.ToJsonString()), Cancel);

        var report = (await world.RunAsync("sync", "--file", "shop.jsonl", "--details", "--json")).Ended(0).Json;

        Assert.Equal(0, report.GetProperty("reused").GetInt32());
        Assert.DoesNotContain("of three days ago", await File.ReadAllTextAsync(world.PathOf("shop.jsonl"), Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sync_of_the_list_alone_leaves_the_details_of_a_broken_run_for_the_next()
    {
        await using var world = await ToolWorld.OpenAsync(items: 30);
        await BreakAsync(world);
        (await world.RunAsync("sync", "--file", "shop.jsonl")).Ended(0);

        var report = (await world.RunAsync("sync", "--file", "shop.jsonl", "--details", "--json")).Ended(0).Json;

        Assert.InRange(report.GetProperty("reused").GetInt32(), 20, 29);
        Assert.False(File.Exists(world.PathOf("shop.jsonl.part")));
    }

    [Fact]
    public async Task Details_come_beside_what_the_list_says_which_stays_as_it_is()
    {
        await using var world = await ToolWorld.OpenAsync(items: 45);
        (await world.RunAsync("sync", "--file", "list.jsonl")).Ended(0);
        (await world.RunAsync("sync", "--file", "shop.jsonl", "--details")).Ended(0);

        var (list, shop) = (await LinesAsync("list.jsonl"), await LinesAsync("shop.jsonl"));

        Assert.Equal(45, list.Length);
        Assert.Equal(list.Select(line => line.GetProperty("item").GetRawText()), shop.Select(line => line.GetProperty("item").GetRawText()));
        Assert.All(shop, line => Assert.Equal(line.GetProperty("id").GetInt64(), line.GetProperty("detail").GetProperty("id").GetInt64()));
        Assert.Equal(["list.jsonl", "shop.jsonl"], Directory.GetFiles(world.Folder, "*.jsonl*").Select(Path.GetFileName).Order());

        async Task<JsonElement[]> LinesAsync(string file) => [.. (await File.ReadAllLinesAsync(world.PathOf(file), Cancel)).Select(line => JsonElement.Parse(line))];
    }

    [Fact]
    public async Task A_list_that_breaks_off_leaves_the_file_as_it_was_and_nothing_beside_it()
    {
        await using var world = await ToolWorld.OpenAsync(items: 200);
        (await world.RunAsync("sync", "--file", "shop.jsonl")).Ended(0);
        var before = await File.ReadAllTextAsync(world.PathOf("shop.jsonl"), Cancel);
        await world.FaultAsync("server_error", count: 20, path: "/wardrobe/", skip: 1);

        (await world.RunAsync("sync", "--file", "shop.jsonl")).Ended(1);
        if (OperatingSystem.IsLinux())
        {
            await using var tool = world.Start("sync", "--file", "/dev/stdout");
            Assert.Equal(1, await tool.EndAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(20), Cancel));
            Assert.DoesNotContain("{\"id\":", tool.Out, StringComparison.Ordinal);
        }

        Assert.Equal(before, await File.ReadAllTextAsync(world.PathOf("shop.jsonl"), Cancel));
        Assert.Single(Directory.GetFiles(world.Folder, "shop.jsonl*"));
    }

    [Fact]
    public async Task A_sync_to_stdout_waits_for_nothing_there()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/stdout");
        await using var world = await ToolWorld.OpenAsync(items: 3);
        await using var tool = world.Start("sync", "--file", "/dev/stdout");
        Assert.Equal(0, await tool.EndAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(20), Cancel));
        Assert.Equal(3, tool.Out.Split('\n').Count(line => line.StartsWith("{\"id\":", StringComparison.Ordinal) && JsonElement.Parse(line).TryGetProperty("item", out _)));
    }

    [Theory]
    [InlineData("sync --file", 3)]
    [InlineData("export --csv", 4)]
    public async Task Nothing_else_stands_in_a_file_that_is_stdout(string call, int lines)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/stdout");
        await using var world = await ToolWorld.OpenAsync(items: 3);
        var more = call.StartsWith("export", StringComparison.Ordinal) ? "--filter all" : "";
        string[] shell = ["sh", "-c", $"dotnet '{Checkout.Tool}' {call} /dev/stdout {more} > into.txt; dotnet '{Checkout.Tool}' {call} /dev/stdout {more} | cat > through.txt"];
        await using var tool = ToolProcess.StartProgram(world.Folder, world.Variables, shell);
        Assert.Equal(0, await tool.EndAsync(Cancel));
        Assert.Contains("3 items in /dev/stdout", tool.Error, StringComparison.Ordinal);
        foreach (var file in new[] { "into.txt", "through.txt" })
        {
            var text = await File.ReadAllLinesAsync(world.PathOf(file), Cancel);
            Assert.Equal(lines, text.Length);
            Assert.DoesNotContain(text, line => line.Contains("/dev/stdout", StringComparison.Ordinal));
        }

        var both = (await world.RunAsync([.. call.Split(' '), "/dev/stdout", "--json"])).Ended(2);
        Assert.Contains("leave one of them out", both.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    // The first batch of details goes well, the second does not.
    private static async Task BreakAsync(ToolWorld world)
    {
        await world.FaultAsync("server_error", count: 1, path: "/item_upload/items", skip: 25);
        (await world.RunAsync("sync", "--file", "shop.jsonl", "--details")).Ended(1);
    }
}
