using StoFlow.Client;
using StoFlow.Sandbox;

namespace StoFlow.Harness.House;

/// <summary>The whole walk, real in every room: sandbox, bridge process, browser with the plugin, paired and signed in.</summary>
public sealed class SellersHouse : IAsyncDisposable
{
    /// <summary>The demo seller's invented e-mail address in the sandbox.</summary>
    public const string Email = "demo@example.test";

    /// <summary>The demo seller's invented password in the sandbox.</summary>
    public const string Password = "demo-demo";

    private readonly bool _temporary;

    private SellersHouse(HouseOptions options)
    {
        Options = options;
        _temporary = options.Directory is null;
        Directory = options.Directory ?? Path.Combine(Checkout.Artifacts, "houses", Guid.NewGuid().ToString("N")[..12]);
        System.IO.Directory.CreateDirectory(Directory);
        Printed = new PrintedLines(Path.Combine(Directory, "printed.txt"));
    }

    /// <summary>What it was started with.</summary>
    public HouseOptions Options { get; }

    /// <summary>Holds data and profile.</summary>
    public string Directory { get; }

    /// <summary>All that bridge and browser have printed.</summary>
    public PrintedLines Printed { get; }

    /// <summary>What must not be among it.</summary>
    public HouseSecrets Secrets { get; } = new();

    /// <summary>The local marketplace, the judge.</summary>
    public SandboxServer Sandbox { get; private set; } = null!;

    /// <summary>Its control port.</summary>
    public SandboxControl Control { get; private set; } = null!;

    /// <summary>The bridge's process.</summary>
    public BridgeProcess Bridge { get; private set; } = null!;

    /// <summary>The seller's browser.</summary>
    public SellerBrowser Seller { get; private set; } = null!;

    /// <summary>A client with the admin token.</summary>
    public BridgeClient Admin { get; private set; } = null!;

    /// <summary>Starts the parts in the order a person would, telling each before it begins.</summary>
    public static async Task<SellersHouse> StartAsync(HouseOptions options, Func<string, Func<Task>, Task>? step = null, CancellationToken ct = default)
    {
        step ??= (_, work) => work();
        var house = new SellersHouse(options);
        try
        {
            await step("sandbox", async () =>
            {
                var seller = new SellerOptions { Site = options.Site, Email = Email, Password = Password };
                house.Sandbox = await SandboxServer.StartAsync(new SandboxOptions { Items = options.Items, Sellers = [seller] }, ct);
                house.Control = new SandboxControl(new Uri(house.Sandbox.ControlUrl.ToString()));
            });
            await step("bridge", async () =>
            {
                house.Bridge = await BridgeProcess.StartAsync(Path.Combine(house.Directory, "data"), options.Serve, line => house.Printed.Add("bridge", line), ct);
                house.Admin = new BridgeClient(house.Bridge.Url.ToString(), house.Bridge.Token);
            });
            await step($"browser ({options.Browser})", async () =>
                house.Seller = await SellerBrowser.StartAsync(
                    options.Browser, house.Sandbox, Path.Combine(house.Directory, "profile"), options.Preferences,
                    line => house.Printed.Add(options.Browser, line), ct));
            if (options.Pair)
                await step("pairing", () => house.Seller.PairAsync(house.Admin, house.Bridge.Url, options.Seller, ct));
            if (options.SignIn)
                await step("sign-in", () => house.Seller.SignInAsync(options.Site, Email, Password, ct: ct));
            await house.GatherSecretsAsync(ct);
            return house;
        }
        catch
        {
            await house.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client of the seller's shop.</summary>
    public VintedProxyClient Client(Func<VintedClientOptions, VintedClientOptions>? change = null)
    {
        var options = new VintedClientOptions { Seller = Options.Seller, Site = Options.Site };
        return new VintedProxyClient(Bridge.Url.ToString(), Bridge.Token, change?.Invoke(options) ?? options);
    }

    /// <summary>Looks for every secret of the house in all that was printed.</summary>
    /// <exception cref="InvalidOperationException">One is there; the message says whose line it is.</exception>
    public void DemandSecrecy()
    {
        if (Printed.Leaks(Secrets.Known) is { Count: > 0 } leaks) throw new InvalidOperationException($"Secrets were printed:\n{string.Join('\n', leaks)}");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Seller is not null) await Seller.DisposeAsync();
        if (Bridge is not null) await Bridge.DisposeAsync();
        if (Sandbox is not null) await Sandbox.DisposeAsync();
        Control?.Dispose();
        Admin?.Dispose();
        Printed.Dispose();
        try
        {
            DemandSecrecy();
        }
        finally
        {
            if (_temporary) System.IO.Directory.Delete(Directory, recursive: true);
        }
    }

    private async Task GatherSecretsAsync(CancellationToken ct)
    {
        Secrets.Add("e-mail", Email);
        Secrets.Add("bridge token", Bridge.Token);
        await Secrets.AddCookiesAsync(Seller.Browser, ct);
    }
}
