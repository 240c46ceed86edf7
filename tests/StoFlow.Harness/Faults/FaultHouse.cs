using System.Globalization;
using StoFlow.Client;
using StoFlow.Harness.FakePlugins;
using StoFlow.Harness.Faults.Plugins;
using StoFlow.Harness.Faults.Wire;
using StoFlow.Harness.House;
using StoFlow.Sandbox;

namespace StoFlow.Harness.Faults;

/// <summary>Marketplace, bridge process, and sellers whose lines go through our hands.</summary>
internal sealed class FaultHouse : IAsyncDisposable
{
    private const string Site = "www.vinted.fr";
    private const int SimulatedLanes = 8;
    private readonly List<SellerLane> _lanes = [];
    private SandboxServer? _sandbox;

    private FaultHouse(string folder, FaultTimes times) => (Folder, Times) = (folder, times);

    public string Folder { get; }

    public FaultTimes Times { get; }

    public SandboxControl Control { get; private set; } = null!;

    public SiteFaults SiteFaults { get; private set; } = null!;

    public BridgeProcess Bridge { get; private set; } = null!;

    /// <summary>Null where it could not be mounted.</summary>
    public FullDisk? Disk { get; private set; }

    public IReadOnlyList<SellerLane> Lanes => _lanes;

    private string Data => Path.Combine(Folder, "data");

    private string[] Serve =>
    [
        "--pace", "off", "--setting", $"ping_interval_ms={Ms(Times.Ping)}", "--setting", $"silence_ms={Ms(Times.BridgeSilence)}",
        // The plugins come by our ports.
        "--setting", "hosts=127.0.0.1",
    ];

    public static async Task<FaultHouse> StartAsync(FaultOptions options, CancellationToken ct)
    {
        var folder = Path.Combine(Checkout.Artifacts, "faults", Guid.NewGuid().ToString("N")[..12]);
        var house = new FaultHouse(folder, options.IsFake ? FaultTimes.Simulated : FaultTimes.Browser);
        Directory.CreateDirectory(folder);
        try
        {
            house.Disk = await FullDisk.TryMountAsync(house.Data, ct);
            await (options.IsFake ? house.AddSimulatedAsync(options, ct) : house.AddRealAsync(options, ct));
            return house;
        }
        catch
        {
            await house.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var lane in _lanes) await lane.DisposeAsync();
        SiteFaults?.Dispose();
        if (_sandbox is not null)
        {
            if (Bridge is not null) await Bridge.DisposeAsync();
            Control?.Dispose();
            await _sandbox.DisposeAsync();
        }

        if (Disk is not null) await Disk.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task AddSimulatedAsync(FaultOptions options, CancellationToken ct)
    {
        var logins = Enumerable.Range(1, SimulatedLanes).Select(number => string.Create(CultureInfo.InvariantCulture, $"seller{number}")).ToList();
        _sandbox = await SandboxServer.StartAsync(
            new SandboxOptions
            {
                Seed = options.Seed, Sellers = [.. logins.Select(login => new SellerOptions { Login = login, Email = $"{login}@example.test", Site = Site, Items = 3 })],
            },
            ct);
        Control = new SandboxControl(new Uri(_sandbox.ControlUrl));
        SiteFaults = new SiteFaults(Control);
        Bridge = await BridgeProcess.StartAsync(Data, Serve, ct: ct);
        using var admin = new BridgeClient(Bridge.Url.ToString(), Bridge.Token);
        foreach (var login in logins)
        {
            var proxy = new WireProxy(() => Bridge.Url.Port);
            var pairing = await admin.Administration.CreatePairingAsync(login, ct);
            var identity = await FakePairing.PairAsync(proxy.Url, pairing.Code, "simulated", ct);
            var tab = await SiteTab.OpenAsync(_sandbox, login, ct);
            var browser = new SimulatedBrowser(identity, tab, proxy.Url, Times, options.Journal, options.Seed + _lanes.Count);
            Add(login, proxy, browser);
        }
    }

    private async Task AddRealAsync(FaultOptions options, CancellationToken ct)
    {
        var house = await SellersHouse.StartAsync(
            new HouseOptions { Browser = options.Plugin, Items = 3, Site = Site, Directory = Folder, Serve = Serve, Pair = false }, ct: ct);
        (Control, Bridge) = (house.Control, house.Bridge);
        SiteFaults = new SiteFaults(Control);
        var proxy = new WireProxy(() => Bridge.Url.Port);
        Add(house.Options.Seller, proxy, new RealBrowser(house, SiteFaults));
        await house.Seller.PairAsync(house.Admin, proxy.Url, house.Options.Seller, ct);
    }

    private void Add(string seller, WireProxy proxy, IFaultBrowser browser)
    {
        var bridge = Bridge.Url.ToString();
        var raw = new BridgeClientOptions { MaxRetries = 0, Grace = TimeSpan.FromSeconds(5) };
        var typed = new VintedClientOptions
        {
            Seller = seller, Site = Site, Timeout = TimeSpan.FromSeconds(10), WriteTimeout = Times.Deadline, ReadBackPause = Times.LookPause,
            StripPhotoLocation = false,
        };
        _lanes.Add(new SellerLane
        {
            Seller = seller, Site = Site, Proxy = proxy, Browser = browser, Raw = new BridgeClient(bridge, Bridge.Token, raw),
            Typed = new VintedProxyClient(bridge, Bridge.Token, typed),
        });
    }

    private static string Ms(TimeSpan span) => ((long)span.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
