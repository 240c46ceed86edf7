using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using StoFlow.Bridge;
using StoFlow.Harness.FakePlugins;
using StoFlow.Harness.Secrets;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.IntegrationTests.Bridge;

/// <summary>A real bridge on a free port with a folder of its own; it can be stopped and started again on the same folder.</summary>
public sealed class TestBridge : IAsyncDisposable
{
    private readonly Func<string, BridgeOptions> _options;
    private readonly List<FakePlugin> _plugins = [];
    private readonly HeardLog _log;

    private readonly TimeProvider? _time;

    private TestBridge(Func<string, BridgeOptions>? options, bool persistent, TimeProvider? time)
    {
        _time = time;
        Folder = Path.Combine(Path.GetTempPath(), $"stoflow-test-{Guid.NewGuid():N}");
        IsPersistent = persistent;
        _log = new HeardLog(Secrets);
        _options = options ?? (folder => Options(folder));
    }

    public const string Seller = "demo";

    public string Folder { get; }

    public BridgeHost Host { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public Uri Url => Host.Url;

    /// <summary>Listens to the log of every bridge that the tests start; the test fails when a token of the bridge is heard, or what was planted.</summary>
    public SecretWatch Secrets { get; } = new();

    /// <summary>What the bridge logged as an error.</summary>
    public IReadOnlyList<string> Faults => _log.Faults;

    private bool IsPersistent { get; }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static BridgeOptions Options(string folder, PaceOptions? pace = null, LimitOptions? limits = null, int pingMs = 15_000, int silenceMs = 45_000) => new()
    {
        Urls = ["http://127.0.0.1:0"],
        DataDirectory = folder,
        Name = "test",
        Pace = pace ?? PaceOptions.Off,
        Limits = limits ?? new LimitOptions(),
        PingIntervalMs = pingMs,
        SilenceMs = silenceMs,
    };

    public static async Task<TestBridge> StartAsync(Func<string, BridgeOptions>? options = null, TimeProvider? time = null)
    {
        var bridge = new TestBridge(options, persistent: true, time);
        await bridge.StartHostAsync();
        return bridge;
    }

    /// <summary>Stops the bridge and starts it again on the same folder; the port changes.</summary>
    public async Task RestartAsync()
    {
        await Host.DisposeAsync();
        Http.Dispose();
        await StartHostAsync();
    }

    /// <summary>A browser that is paired to <paramref name="seller"/> and connected.</summary>
    public async Task<FakePlugin> ConnectAsync(string seller = Seller, string name = "laptop")
    {
        var plugin = Plugin(await PairAsync(seller, name));
        await plugin.ConnectAsync(Url, Ct);
        await ReadyAsync(plugin);
        return plugin;
    }

    public FakePlugin Plugin(FakeIdentity identity, FakeJournal? journal = null)
    {
        var plugin = new FakePlugin(identity, journal);
        _plugins.Add(plugin);
        return plugin;
    }

    public async Task<FakeIdentity> PairAsync(string seller = Seller, string name = "laptop")
    {
        var made = await Http.PostAsJsonAsync("/api/pairings", new PairingRequest(seller), ProtocolJson.Relaxed.PairingRequest, Ct);
        var pairing = await made.Content.ReadFromJsonAsync(ProtocolJson.Relaxed.PairingView, Ct);
        return await FakePairing.PairAsync(Url, pairing!.Code, name, Ct);
    }

    /// <summary>Waits until the bridge has taken the browser's first status: then everything it does with a new connection is done.</summary>
    public Task ReadyAsync(FakePlugin plugin) => Eventually.TrueAsync(
        () => Host.Services.GetRequiredService<StoFlow.Bridge.Sessions.SessionRegistry>().TryGet(plugin.Identity.BrowserId, out var session)
            && session is { IsReady: true, Status: not null },
        "the browser is ready");

    public async Task<Reply> ExecuteAsync(object body, string? key = null) => await SendAsync("/api/plugin/execute", body, key);

    public async Task<Reply> QueueAsync(object body, string? key = null) => await SendAsync("/api/commands", body, key);

    public async Task<Reply> SendAsync(string path, object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = body is string text ? new StringContent(text, new MediaTypeHeaderValue("application/json")) : JsonContent.Create(body),
        };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        using var response = await Http.SendAsync(request, Ct);
        return await Reply.ReadAsync(response);
    }

    public async Task<Reply> GetAsync(string path)
    {
        using var response = await Http.GetAsync(path, Ct);
        return await Reply.ReadAsync(response);
    }

    /// <summary>The command once it has ended.</summary>
    public async Task<JsonElement> EndOfAsync(string id)
    {
        var reply = await GetAsync($"/api/commands/{id}?wait_ms=30000");
        Assert.Equal(HttpStatusCode.OK, reply.Status);
        return reply.Json;
    }

    /// <summary>Waits until the command is in this state.</summary>
    public Task StateAsync(string id, string state) => Eventually.TrueAsync(
        async () => (await GetAsync($"/api/commands/{id}")).Text("state") == state, $"the command is {state}");

    public static object Write(string path = "/api/v2/items/1", string? method = "PUT", object? body = null, int? timeout = null) => new
    {
        action = "EXECUTE_HTTP_REQUEST",
        seller = Seller,
        timeout_ms = timeout,
        request = new { url = $"https://www.vinted.fr{path}", method, body = body ?? new { price = "5.00" } },
    };

    public static object Read(string path = "/api/v2/users/current", int? timeout = null) => new
    {
        action = "EXECUTE_HTTP_REQUEST",
        seller = Seller,
        timeout_ms = timeout,
        request = new { url = $"https://www.vinted.fr{path}" },
    };

    public async ValueTask DisposeAsync()
    {
        foreach (var plugin in _plugins) await plugin.DisposeAsync();
        Http.Dispose();
        await Host.DisposeAsync();
        if (IsPersistent) Directory.Delete(Folder, recursive: true);
        Secrets.Verify();
    }

    private async Task StartHostAsync()
    {
        Host = await BridgeHost.StartAsync(_options(Folder), _time, logging: _log.Configure, ct: Ct);
        Http = new HttpClient { BaseAddress = Host.Url, Timeout = TimeSpan.FromSeconds(60) };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(Host.AdminTokenFile, Ct)).Trim());
    }
}
