using System.Text.Json;
using StoFlow.Bridge.Policy;
using StoFlow.Harness.FakePlugins;
using StoFlow.IntegrationTests.Bridge;

namespace StoFlow.IntegrationTests.Cli;

public sealed class AdministrationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("STOFLOW_URL:")]
    [InlineData("--bridge:", "--bridge", "there")]
    public async Task An_address_that_is_none_is_told_by_where_it_stands(string named, params string[] arguments)
    {
        await using var world = await ToolWorld.OpenAsync(browser: false);
        world.Variables["STOFLOW_URL"] = "here";

        var run = (await world.RunAsync(["sellers", "list", .. arguments])).Ended(2);

        Assert.StartsWith(named, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_seller_pairs_a_browser_and_loses_it_again()
    {
        await using var world = await ToolWorld.OpenAsync(items: 1, browser: false);
        (await world.RunAsync("sellers", "add", "paul")).Ended(0);
        await using var pair = world.Start("pair", "--seller", "paul", "--wait", "--json");
        await Eventually.TrueAsync(() => pair.Out.Contains('\n', StringComparison.Ordinal), "the code is there");
        var code = JsonElement.Parse(pair.Out.Split('\n')[0]).GetProperty("code").GetString()!;

        var identity = await FakePairing.PairAsync(world.Bridge.Url, code, "laptop", Cancel);

        Assert.Equal(0, await pair.EndAsync(Cancel));
        Assert.Equal("paired", JsonElement.Parse(pair.Out.Split('\n')[1]).GetProperty("status").GetString());
        (await world.RunAsync("browsers", "rename", identity.BrowserId, "Studio")).Ended(0);
        var browser = (await world.RunAsync("browsers", "list", "--seller", "paul", "--json")).Ended(0).Json.GetProperty("browsers").EnumerateArray().Single();
        Assert.Equal("Studio", browser.GetProperty("name").GetString());
        (await world.RunAsync("browsers", "revoke", identity.BrowserId)).Ended(2);
        (await world.RunAsync("browsers", "revoke", identity.BrowserId, "--yes")).Ended(0);
        Assert.Empty((await world.RunAsync("browsers", "list", "--seller", "paul", "--json")).Json.GetProperty("browsers").EnumerateArray());
        (await world.RunAsync("sellers", "remove", "paul", "--yes")).Ended(0);
    }

    [Fact]
    public async Task Waiting_for_a_browser_ends_at_ctrl_c()
    {
        await using var world = await ToolWorld.OpenAsync(items: 1, browser: false);
        await using var pair = world.Start("pair", "--seller", "paul", "--wait");
        await Eventually.TrueAsync(() => pair.Out.Contains("good once", StringComparison.Ordinal), "the code is shown");

        await pair.SignalAsync("INT", Cancel);

        Assert.Equal(130, await pair.EndAsync(Cancel));
    }

    [Fact]
    public async Task A_token_is_shown_once_works_rotates_and_ends()
    {
        await using var world = await ToolWorld.OpenAsync(items: 1, browser: false);
        var made = (await world.RunAsync("tokens", "create", "--name", "shop", "--seller", "paul", "--scope", "read", "--expires", "30d", "--json")).Ended(0);
        var (secret, id) = (made.Json.GetProperty("token").GetString()!, made.Json.GetProperty("view").GetProperty("id").GetString()!);
        Assert.DoesNotContain(secret, made.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, (await world.RunAsync("tokens", "list")).Ended(0).Out, StringComparison.Ordinal);
        (await world.RunAsync("commands", "list", "--seller", "paul", "--token", secret)).Ended(0);
        (await world.RunAsync("tokens", "list", "--token", secret)).Ended(1);

        var next = (await world.RunAsync("tokens", "rotate", id, "--json")).Ended(0).Json;

        Assert.NotEqual(secret, next.GetProperty("token").GetString());
        (await world.RunAsync("tokens", "revoke", id, "--yes")).Ended(0);
        var refused = (await world.RunAsync("commands", "list", "--seller", "paul", "--token", secret, "--json")).Ended(1);
        Assert.Equal("unauthorized", refused.Json.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_bridge_that_is_not_there_is_said_with_what_to_do()
    {
        await using var world = await ToolWorld.OpenAsync(items: 1, browser: false);
        var run = (await world.RunAsync("sellers", "list", "--bridge", "http://127.0.0.1:1", "--json")).Ended(1);

        Assert.Equal("bridge_unreachable", run.Json.GetProperty("code").GetString());
        Assert.Contains("stoflow serve", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_finds_what_is_missing_and_then_nothing()
    {
        await using var world = await ToolWorld.OpenAsync(items: 1, browser: false);
        var ill = (await world.RunAsync("doctor", "--json")).Ended(3).Json;
        Assert.Contains(ill.GetProperty("checks").EnumerateArray(), check => Is(check, "browsers", "fail"));

        await using var well = await ToolWorld.OpenAsync(items: 1);
        var checks = (await well.RunAsync("doctor", "--json")).Ended(0).Json.GetProperty("checks").EnumerateArray().ToList();

        Assert.DoesNotContain(checks, check => check.GetProperty("verdict").GetString() is "fail");
        Assert.Contains(checks, check => Is(check, "audit", "ok"));
        Assert.Contains(checks, check => Is(check, "data", "ok"));
        Assert.Contains(checks, check => Is(check, "reach", "ok"));
        Assert.DoesNotContain(checks, check => Is(check, "exposure", "warn"));
    }

    [Fact]
    public async Task The_doctor_says_that_a_proxy_lets_other_machines_in()
    {
        await using var world = await ToolWorld.OpenAsync(items: 1, door: new DoorOptions { KnownProxies = ["127.0.0.1"] });
        var run = (await world.RunAsync("doctor", "--json")).Ended(0);

        var exposure = Assert.Single(run.Json.GetProperty("checks").EnumerateArray(), check => Is(check, "exposure", "warn"));
        Assert.Contains("the proxy 127.0.0.1", exposure.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("Only this machine", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_takes_no_other_folder_for_that_of_the_bridge_that_is_named()
    {
        await using var world = await ToolWorld.OpenAsync(items: 1);
        world.Variables["STOFLOW_TOKEN"] = await File.ReadAllTextAsync(world.Bridge.AdminTokenFile, ToolWorld.Cancel);
        world.Variables.Remove("STOFLOW_DATA_DIRECTORY");

        // The platform's place, with a bridge's data that everybody may read: not those of the bridge that is asked.
        var other = Directory.CreateDirectory(world.PathOf("home/stoflow")).FullName;
        await File.WriteAllTextAsync(Path.Combine(other, "stoflow.db"), "not a store", ToolWorld.Cancel);
        world.Variables["XDG_DATA_HOME"] = world.PathOf("home");

        var checks = (await world.RunAsync("doctor", "--json")).Ended(0).Json.GetProperty("checks").EnumerateArray().ToList();

        Assert.Contains(checks, check => Is(check, "data", "warn"));
        Assert.Contains(checks, check => Is(check, "audit", "ok"));
        Assert.DoesNotContain(checks, check => check.GetRawText().Contains(other, StringComparison.Ordinal));

        // Told, it is looked at.
        (await world.RunAsync("doctor", "--json", "--data", other)).Ended(1);
    }

    private static bool Is(JsonElement check, string name, string verdict) =>
        check.GetProperty("name").GetString() == name && check.GetProperty("verdict").GetString() == verdict;
}
