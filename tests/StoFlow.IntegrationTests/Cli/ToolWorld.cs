using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using StoFlow.Bridge;
using StoFlow.Bridge.Policy;
using StoFlow.Client;
using StoFlow.Harness.FakePlugins;
using StoFlow.IntegrationTests.Client;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;
using StoFlow.Protocol.Wire;
using StoFlow.Sandbox;

namespace StoFlow.IntegrationTests.Cli;

/// <summary>A real bridge, the sandbox behind a fake plugin, and a folder to run the tool in.</summary>
internal sealed class ToolWorld : IAsyncDisposable
{
    public const string Seller = "anna";
    private readonly SandboxServer _sandbox;
    private readonly SiteVisitor _visitor;
    private readonly HttpClient _control;
    private FakePlugin? _plugin;

    private ToolWorld(SandboxServer sandbox, SiteVisitor visitor, BridgeHost bridge, string folder)
    {
        (_sandbox, _visitor, Bridge, Folder) = (sandbox, visitor, bridge, folder);
        _control = new HttpClient { BaseAddress = new Uri(sandbox.ControlUrl + "/control/") };
        Variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["STOFLOW_URL"] = bridge.Url.ToString(),
            ["STOFLOW_DATA_DIRECTORY"] = DataOf(folder),
            ["STOFLOW_SELLER"] = Seller,
        };
    }

    public BridgeHost Bridge { get; }

    /// <summary>Where the tool runs.</summary>
    public string Folder { get; }

    public Dictionary<string, string> Variables { get; }

    public FakePlugin Plugin => _plugin!;

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<ToolWorld> OpenAsync(int items = 6, bool browser = true, DoorOptions? door = null)
    {
        var folder = Directory.CreateTempSubdirectory("stoflow-tool-").FullName;
        var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Items = items }, Cancel);
        var visitor = await SiteVisitor.SignInAsync(sandbox.ControlUrl, sandbox.SitePort, sandbox.SiteCertificateDer, login: null, Cancel);
        var bridge = await BridgeHost.StartAsync(
            new BridgeOptions { Urls = ["http://127.0.0.1:0"], DataDirectory = DataOf(folder), Name = "test", Pace = PaceOptions.Off, Door = door ?? new DoorOptions() }, ct: Cancel);
        var world = new ToolWorld(sandbox, visitor, bridge, folder);
        if (browser) await world.ConnectAsync();
        return world;
    }

    public async Task<ToolRun> RunAsync(params string[] arguments)
    {
        await using var tool = Start(arguments);
        var exitCode = await tool.EndAsync(Cancel);
        return new ToolRun(exitCode, tool.Out, tool.Error);
    }

    public ToolProcess Start(params string[] arguments) => ToolProcess.Start(Folder, Variables, arguments);

    public string PathOf(string file) => Path.Combine(Folder, file);

    public Task FaultAsync(string kind, int count = 1, string? path = null, string? method = null, int skip = 0) =>
        ControlAsync("faults", new JsonObject { ["kind"] = kind, ["count"] = count, ["path"] = path, ["method"] = method, ["skip"] = skip });

    public async Task ControlAsync(string route, JsonObject body)
    {
        using var answer = await _control.PostAsJsonAsync(route, body, Cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }

    /// <summary>What really happened at the site.</summary>
    public async Task<JsonObject[]> LedgerAsync(string effect)
    {
        var lines = await _control.GetFromJsonAsync<JsonArray>($"ledger?limit=10000&effect={effect}", Cancel);
        return [.. lines!.Select(line => line!.AsObject())];
    }

    /// <summary>Prices as they really are, by item.</summary>
    public async Task<SortedDictionary<long, decimal>> PricesAsync()
    {
        var items = await _control.GetFromJsonAsync<JsonArray>("items", Cancel);
        var prices = new SortedDictionary<long, decimal>();
        foreach (var item in items!) prices[(long)item!["id"]!] = decimal.Parse(item["price"]!.ToString(), CultureInfo.InvariantCulture);
        return prices;
    }

    public async ValueTask DisposeAsync()
    {
        if (_plugin is not null) await _plugin.DisposeAsync();
        await Bridge.DisposeAsync();
        _visitor.Dispose();
        _control.Dispose();
        await _sandbox.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static string DataOf(string folder) => Path.Combine(folder, "data");

    private async Task ConnectAsync()
    {
        using var client = new BridgeClient(Bridge.Url.ToString(), (await File.ReadAllTextAsync(Bridge.AdminTokenFile, Cancel)).Trim());
        var pairing = await client.Administration.CreatePairingAsync(Seller, Cancel);
        _plugin = new FakePlugin(await FakePairing.PairAsync(Bridge.Url, pairing.Code, "laptop", Cancel))
        {
            Runner = async (command, _) => command.Action is CommandAction.GetUserData
                ? new CommandResult(command.Id, "done", 1, Data: await _visitor.UserDataAsync())
                : null,
            Site = (asked, _) => _visitor.SendAsync(Body(asked), file => asked.Files[file.Field]),
        };
        await _plugin.ConnectAsync(Bridge.Url, Cancel);
    }

    private static RequestBody Body(FakeRequest asked) => new(
        asked.Request.Url, asked.Request.Method, asked.Request.Headers, asked.Request.Body, ContentType: asked.Request.ContentType,
        Files: asked.Request.Files?.Select(file => new RequestFile(file.Field, file.Filename, file.MimeType)).ToList());
}
