using System.Text.Json.Nodes;
using StoFlow.Client;
using StoFlow.Harness.Browsers;
using StoFlow.Harness.Demo;
using StoFlow.Harness.House;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.BrowserTests.Trust;

/// <summary>
/// Cookies, tokens and addresses stay out of everything that bridge, plugin and tool print. Here what goes wrong is what tempts a program to print them;
/// every other house of these tests is searched in the same way when it is left.
/// </summary>
public sealed class SecretsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(BrowserKind.Firefox)]
    [InlineData(BrowserKind.Chromium)]
    public async Task Whatever_goes_wrong_no_secret_is_printed(string browser)
    {
        await using var house = await SellersHouse.StartAsync(new HouseOptions { Browser = browser, Items = 5 }, ct: Ct);
        using var client = house.Client();
        var user = await house.Admin.ExecuteAsync(new ExecuteRequest(CommandAction.GetUserData, Seller: house.Options.Seller), cancel: Ct);
        house.Secrets.AddUser(user.Data!.Value);
        Assert.Contains(house.Secrets.Known.Keys, name => name.StartsWith("cookie access_token_web", StringComparison.Ordinal));
        Assert.Contains(house.Secrets.Known.Keys, name => name.StartsWith("csrf_token", StringComparison.Ordinal));

        await client.UploadPhotoAsync(DemoPhoto.Make(2_000, 1), cancellationToken: Ct);
        foreach (var secret in house.Secrets.Known.Values.ToList()) await TemptAsync(client, house.Options.Site, secret);
        await TroubleAsync(house, client);
        string[][] verbs =
        [
            ["doctor"], ["items", "list"], ["items", "show", "1"], ["commands", "list"], ["browsers", "list"],
            ["sync", "--file", Path.Combine(house.Directory, "items.jsonl")],
        ];
        foreach (var verb in verbs)
            await HouseTool.RunAsync(house, [.. verb, "--seller", house.Options.Seller], Ct);

        await house.Secrets.AddCookiesAsync(house.Seller.Browser, Ct);
        await Until.TrueAsync(() => Task.FromResult(Said(house, browser, "[stoflow]")), TimeSpan.FromSeconds(30), "the plugin's console is heard");
        Assert.True(Said(house, "bridge", "listening on") && Said(house, "tool", "demo"), "bridge and tool are heard");
        Assert.Empty(house.Printed.Leaks(house.Secrets.Known));
    }

    [Fact]
    public void A_secret_that_was_printed_is_found_without_being_printed_again()
    {
        var file = Path.GetTempFileName();
        using (var printed = new PrintedLines(file))
        {
            printed.Add("bridge", "a warning about C00KIE-VALUE-123");
            printed.Add("tool", "nothing of the kind");
            var secrets = new Dictionary<string, string>(StringComparer.Ordinal) { ["cookie"] = "c00kie-value-123" };
            Assert.Equal("cookie in: bridge: a warning about (cookie)", Assert.Single(printed.Leaks(secrets)));
        }

        File.Delete(file);
    }

    // A caller's own mistakes, each with a secret in the middle.
    private static async Task TemptAsync(VintedProxyClient client, string site, string secret)
    {
        var escaped = Uri.EscapeDataString(secret);
        var cookie = new Dictionary<string, string>(StringComparer.Ordinal) { ["Cookie"] = secret };
        Task[] tries =
        [
            client.ExecuteRequestAsync($"https://{site}/api/v2/no/such/{escaped}?token={escaped}", cancellationToken: Ct),
            client.ExecuteRequestAsync($"https://{escaped}.example.test/api/v2/users/current", cancellationToken: Ct),
            client.ExecuteRequestAsync($"https://{site}/api/v2/users/current", headers: cookie, cancellationToken: Ct),
            client.ExecuteRequestAsync($"https://{site}/api/v2/item_upload/items", "POST", body: new JsonObject { ["secret"] = secret }, cancellationToken: Ct),
        ];
        foreach (var attempt in tries) await attempt.ContinueWith(_ => { }, Ct, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    // The site's and our own failures.
    private static async Task TroubleAsync(SellersHouse house, VintedProxyClient client)
    {
        foreach (var kind in (string[])["expire_session", "csrf_changed", "thin_body", "server_error", "close_first", "html_404"])
        {
            await house.Control.FaultAsync(kind, ct: Ct);
            await client.ExecuteRequestAsync($"https://{house.Options.Site}/api/v2/items/1/delete", "POST", cancellationToken: Ct)
                .ContinueWith(_ => { }, Ct, TaskContinuationOptions.None, TaskScheduler.Default);
            await house.Control.PostAsync("control/faults", new { kind = "clear" }, Ct);
        }

        await house.Bridge.RestartAsync(Ct);
        await Until.TrueAsync(async () => (await house.Admin.StatusAsync(Ct)).PluginAvailable, TimeSpan.FromSeconds(30), "the plugin is back");
        using var guess = new BridgeClient(house.Bridge.Url.ToString(), house.Bridge.Token[..^1] + "x");
        await Assert.ThrowsAsync<RefusedException>(() => guess.StatusAsync(Ct));
    }

    private static bool Said(SellersHouse house, string program, string what) =>
        house.Printed.Read().Any(line => line.StartsWith($"{program}: ", StringComparison.Ordinal) && line.Contains(what, StringComparison.Ordinal));
}
