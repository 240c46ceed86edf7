using System.Text.Json;
using StoFlow.Client;
using StoFlow.Harness.FakePlugins;
using StoFlow.IntegrationTests.Client;
using StoFlow.Protocol;
using StoFlow.Protocol.Wire;

namespace StoFlow.IntegrationTests.Cli;

public sealed class ShopTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_is_signed_in_is_told_without_secrets_to_a_person()
    {
        await using var world = await ToolWorld.OpenAsync();
        var run = (await world.RunAsync("whoami")).Ended(0);

        Assert.Contains("demo.shop", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("csrf", run.Out, StringComparison.OrdinalIgnoreCase);
        Assert.True((await world.RunAsync("whoami", "--json")).Ended(0).Json.GetProperty("success").GetBoolean());
    }

    [Fact]
    public async Task The_only_seller_is_taken_and_among_several_none_is_guessed()
    {
        await using var world = await ToolWorld.OpenAsync(items: 1);
        world.Variables.Remove("STOFLOW_SELLER");
        (await world.RunAsync("whoami")).Ended(0);
        (await world.RunAsync("items", "list")).Ended(0);
        (await world.RunAsync("sellers", "add", "paul")).Ended(0);

        var run = (await world.RunAsync("items", "list")).Ended(2);

        Assert.Contains("anna, paul", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("GET")]
    public async Task Whoever_interrupts_a_write_is_told_which_one_goes_on(string method)
    {
        await using var world = await ToolWorld.OpenAsync(items: 1);
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        world.Plugin.Site = async (_, gone) =>
        {
            asked.TrySetResult();
            await answer.Task.WaitAsync(gone);
            return FakeAnswers.Json("{}");
        };
        await using var tool = world.Start("execute", "EXECUTE_HTTP_REQUEST", "--method", method, "--url", "https://www.vinted.fr/api/v2/items/1", "--json");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        await tool.SignalAsync("INT", Cancel);
        Assert.Equal(130, await tool.EndAsync(Cancel));
        answer.SetResult();

        var run = new ToolRun(130, tool.Out, tool.Error);
        if (method == "GET")
        {
            Assert.Equal("Interrupted.\n", run.Error);
            return;
        }

        var id = run.Json.GetProperty("command_id").GetString()!;
        Assert.Contains($"stoflow commands show {id}", run.Error, StringComparison.Ordinal);
        Assert.Equal("done", (await world.RunAsync("commands", "show", id, "--wait", "30s", "--json")).Ended(0).Json.GetProperty("state").GetString());
    }

    [Fact]
    public async Task Items_are_listed_shown_changed_hidden_and_deleted()
    {
        await using var world = await ToolWorld.OpenAsync(items: 6);
        var list = (await world.RunAsync("items", "list", "--filter", "active", "--json")).Ended(0).Json;
        var id = list.GetProperty("items")[0].GetProperty("id").GetInt64();
        var text = id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(2, (await world.RunAsync("items", "list", "--filter", "all", "--limit", "2", "--json")).Ended(0).Json.GetProperty("count").GetInt32());
        Assert.Equal(id, (await world.RunAsync("items", "show", text, "--json")).Ended(0).Json.GetProperty("id").GetInt64());

        (await world.RunAsync("items", "update", text, "--price", "17.50", "--title", "Veste d'hiver", "--json")).Ended(0);
        (await world.RunAsync("items", "update", text, "--price", "12,50")).Ended(0);
        Assert.Equal(12.5m, (await world.PricesAsync())[id]);
        (await world.RunAsync("items", "hide", text, "--json")).Ended(0);
        (await world.RunAsync("items", "show-again", text)).Ended(0);
        (await world.RunAsync("items", "delete", text)).Ended(2);
        Assert.Empty(await world.LedgerAsync("item_deleted"));
        (await world.RunAsync("items", "delete", text, "--yes", "--json")).Ended(0);

        var updated = await world.LedgerAsync("item_updated");
        Assert.Equal(2, updated.Length);
        Assert.All(updated, change => Assert.Equal("Veste d'hiver", (string?)change["title"]));
        Assert.Equal(id, (long?)Assert.Single(await world.LedgerAsync("item_deleted"))["item_id"]);
    }

    [Fact]
    public async Task An_item_is_made_of_a_file_and_photos_once_for_a_key()
    {
        await using var world = await ToolWorld.OpenAsync(items: 1);
        await File.WriteAllBytesAsync(world.PathOf("front.jpg"), TestPhotos.Jpeg(), Cancel);
        await File.WriteAllTextAsync(
            world.PathOf("jean.json"),
            """{"title":"Jean droit","description":"Peu porté","price":28.9,"catalog_id":257,"brand_id":10,"size_id":1643,"status_id":2,"color_ids":[27],"package_size_id":2}""",
            Cancel);
        string[] call = ["items", "create", "--from", "jean.json", "--photo", "front.jpg", "--idempotency-key", "jean 1", "--json"];

        var first = (await world.RunAsync(call)).Ended(0).Json.GetProperty("id").GetInt64();
        var second = (await world.RunAsync(call)).Ended(0).Json.GetProperty("id").GetInt64();

        Assert.Equal(first, second);
        Assert.Equal("Jean droit", (string?)Assert.Single(await world.LedgerAsync("item_created"))["title"]);
        Assert.True((await world.RunAsync("photos", "upload", "front.jpg", "--json")).Ended(0).Json.GetProperty("id").GetInt64() > 0);
    }

    [Fact]
    public async Task A_mistake_in_the_file_is_named_before_anything_is_sent()
    {
        await using var world = await ToolWorld.OpenAsync(items: 1);
        await File.WriteAllTextAsync(world.PathOf("jean.json"), """{"titel":"Jean","description":"x","price":1,"catalog_id":257}""", Cancel);

        var run = (await world.RunAsync("items", "create", "--from", "jean.json")).Ended(2);

        Assert.Contains("titel", run.Error, StringComparison.Ordinal);
        Assert.Empty(world.Plugin.Commands);
    }

    [Fact]
    public async Task A_raw_request_is_answered_as_the_bridge_answers()
    {
        await using var world = await ToolWorld.OpenAsync(items: 1);
        var ping = (await world.RunAsync("execute", "PING", "--json")).Ended(0).Json;
        Assert.True(ping.GetProperty("data").GetProperty("pong").GetBoolean());

        var current = (await world.RunAsync("execute", CommandAction.Request, "--url", "https://www.vinted.fr/api/v2/users/current", "--header", "X-Custom: 1", "--json")).Ended(0).Json;
        Assert.Equal(200, current.GetProperty("status").GetInt32());
        (await world.RunAsync("execute", CommandAction.Request, "--url", "https://www.vinted.fr/api/v2/nothing", "--json")).Ended(1);
        var refused = (await world.RunAsync("execute", CommandAction.Request, "--url", "https://evil.example/api/v2/x", "--json")).Ended(1).Json;
        Assert.Equal(ErrorCode.NotAllowedByPolicy, refused.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData(ErrorCode.NotSignedIn, 3)]
    [InlineData(ErrorCode.SitePermissionMissing, 3)]
    [InlineData(ErrorCode.Challenge, 4)]
    public async Task What_the_person_must_do_has_its_own_exit_code(string code, int exitCode)
    {
        await using var world = await ToolWorld.OpenAsync(items: 1);
        world.Plugin.Runner = (command, _) => Task.FromResult<CommandResult?>(new CommandResult(command.Id, "failed", 1, code, "As the test wants."));

        var run = (await world.RunAsync("whoami", "--json")).Ended(exitCode);

        Assert.Equal(code, run.Json.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Without_a_browser_it_is_3()
    {
        await using var world = await ToolWorld.OpenAsync(items: 1, browser: false);
        (await world.RunAsync("sellers", "add", ToolWorld.Seller)).Ended(0);
        Assert.Equal(ErrorCode.NoBrowser, (await world.RunAsync("items", "list", "--json")).Ended(3).Json.GetProperty("code").GetString());
    }

    [Fact]
    public async Task An_unknown_outcome_is_5_and_the_look_at_the_site_settles_it()
    {
        await using var world = await ToolWorld.OpenAsync(items: 2);
        var id = (await world.PricesAsync()).Keys.First();
        var path = System.FormattableString.Invariant($"https://www.vinted.fr/api/v2/items/{id}/delete");
        await world.FaultAsync("write_then_close");
        var lost = (await world.RunAsync("execute", CommandAction.Request, "--method", "POST", "--url", path, "--json")).Ended(5).Json;
        var command = lost.GetProperty("command_id").GetString()!;
        Assert.Equal("unknown", (await world.RunAsync("commands", "show", command, "--json")).Ended(0).Json.GetProperty("state").GetString());

        var resolved = (await world.RunAsync("commands", "resolve", command, "--json")).Ended(0).Json;

        Assert.Equal("happened", resolved.GetProperty("answer").GetString());
        Assert.Single(await world.LedgerAsync("item_deleted"));
    }

    [Fact]
    public async Task A_photo_whose_upload_was_lost_is_looked_for_too()
    {
        await using var world = await ToolWorld.OpenAsync(items: 1);
        using var shop = new VintedProxyClient(
            world.Bridge.Url.ToString(), (await File.ReadAllTextAsync(world.Bridge.AdminTokenFile, Cancel)).Trim(),
            new VintedClientOptions { Seller = ToolWorld.Seller, ReadBack = false });
        await world.FaultAsync("write_then_close", path: "/photos");
        var lost = await Assert.ThrowsAsync<OutcomeUnknownException>(() => shop.UploadPhotoAsync(TestPhotos.Jpeg(), cancellationToken: Cancel));

        var resolved = (await world.RunAsync("commands", "resolve", lost.CommandId!, "--json")).Ended(0).Json;

        Assert.Equal("happened", resolved.GetProperty("answer").GetString());
        Assert.Equal((long?)Assert.Single(await world.LedgerAsync("photo_uploaded"))["photo_id"], resolved.GetProperty("photo_id").GetInt64());
    }

    [Fact]
    public async Task A_command_that_has_not_begun_is_cancelled()
    {
        await using var world = await ToolWorld.OpenAsync(items: 1);
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Plugin.Runner = async (command, stop) =>
        {
            running.TrySetResult();
            await Task.Delay(Timeout.Infinite, stop);
            return new CommandResult(command.Id, "cancelled", 1);
        };
        await using var reading = world.Start("execute", CommandAction.Request, "--url", "https://www.vinted.fr/api/v2/users/current", "--json");
        await running.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        var listed = (await world.RunAsync("commands", "list", "--json")).Ended(0).Json.GetProperty("commands")[0];

        (await world.RunAsync("commands", "cancel", listed.GetProperty("id").GetString()!)).Ended(0);

        Assert.Equal(1, await reading.EndAsync(Cancel));
        Assert.Equal(ErrorCode.Cancelled, JsonElement.Parse(reading.Out).GetProperty("code").GetString());
    }
}
