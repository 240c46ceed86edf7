using System.Net.Http.Json;
using System.Text.Json.Nodes;
using StoFlow.Client;
using StoFlow.IntegrationTests.Bridge;
using StoFlow.Sandbox;

namespace StoFlow.IntegrationTests.Client;

/// <summary>A sandbox of its own with a bridge before it and a client: one test's world.</summary>
internal sealed class ShopFixture : IAsyncDisposable
{
    private readonly SandboxServer _sandbox;
    private readonly HttpClient _control;

    private readonly IAsyncDisposable _bridge;

    private ShopFixture(SandboxServer sandbox, IAsyncDisposable bridge, VintedProxyClient client)
    {
        _sandbox = sandbox;
        _bridge = bridge;
        Client = client;
        _control = new HttpClient { BaseAddress = new Uri(sandbox.ControlUrl + "/control/") };
    }

    public DirectBridge Bridge => (DirectBridge)_bridge;

    public VintedProxyClient Client { get; }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static Task<ShopFixture> OpenAsync(int items = 12, Func<VintedClientOptions, VintedClientOptions>? change = null, SellerOptions? seller = null)
        => OpenAsync(Way.Direct, items, change, seller);

    public static async Task<ShopFixture> OpenAsync(Way way, int items = 12, Func<VintedClientOptions, VintedClientOptions>? change = null, SellerOptions? seller = null)
    {
        var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Items = items, Sellers = seller is null ? [] : [seller] }, Cancel);
        var visitor = await SiteVisitor.SignInAsync(sandbox.ControlUrl, sandbox.SitePort, sandbox.SiteCertificateDer, seller?.Login, Cancel);
        var options = new VintedClientOptions { ReadBackPause = TimeSpan.FromMilliseconds(20), Timeout = TimeSpan.FromSeconds(30), WriteTimeout = TimeSpan.FromSeconds(30) };
        options = change?.Invoke(options) ?? options;
        if (way == Way.Direct)
        {
            var direct = await DirectBridge.StartAsync(visitor, Cancel);
            return new ShopFixture(sandbox, direct, new VintedProxyClient(direct.Url, DirectBridge.Token, options));
        }

        var bridge = await TestBridge.StartAsync();
        await SellersBrowser.ConnectAsync(bridge, visitor);
        var token = await File.ReadAllTextAsync(bridge.Host.AdminTokenFile, Cancel);
        return new ShopFixture(sandbox, bridge, new VintedProxyClient(bridge.Url.ToString(), token, options with { Seller = TestBridge.Seller }));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _control.Dispose();
        await _bridge.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    public async Task ControlAsync(string route, object body)
    {
        using var answer = await _control.PostAsJsonAsync(route, body, Cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }

    public Task FaultAsync(string kind, int count = 1, string? path = null, int? retryAfter = null, string? method = null, int skip = 0)
        => ControlAsync("faults", new JsonObject { ["kind"] = kind, ["count"] = count, ["path"] = path, ["retry_after_s"] = retryAfter, ["method"] = method, ["skip"] = skip });

    /// <summary>What really happened: the ledger's lines with this effect.</summary>
    public async Task<JsonObject[]> LedgerAsync(string? effect = null)
    {
        var lines = await _control.GetFromJsonAsync<JsonArray>("ledger?limit=10000" + (effect is null ? "" : "&effect=" + effect), Cancel);
        return [.. lines!.Select(line => line!.AsObject())];
    }

    /// <summary>The items as they really are.</summary>
    public async Task<JsonObject[]> ItemsAsync()
    {
        var items = await _control.GetFromJsonAsync<JsonArray>("items", Cancel);
        return [.. items!.Select(item => item!.AsObject())];
    }

    public async Task<JsonObject> ItemAsync(long id) => (await ItemsAsync()).Single(item => (long)item["id"]! == id);

    /// <summary>Calls that began after a bot check and before it was solved.</summary>
    public async Task<int> CallsAfterCheckAsync() => (int)(await _control.GetFromJsonAsync<JsonNode>("requests", Cancel))!["after_challenge"]!;

    /// <summary>How often a path was called.</summary>
    public async Task<int> CallsAsync(string method, string template)
    {
        var counts = await _control.GetFromJsonAsync<JsonNode>("requests", Cancel);
        return counts!["counts"]!.AsArray()
            .Where(count => (string?)count!["method"] == method && ((string?)count["path"])!.Contains(template, StringComparison.Ordinal))
            .Sum(count => (int)count!["count"]!);
    }
}
