using System.CommandLine;
using StoFlow.Cli.Json;
using StoFlow.Cli.Settings;
using StoFlow.Sandbox;

namespace StoFlow.Cli.Verbs;

internal sealed class SandboxVerb : Verb
{
    private readonly Option<int> _sitePort;
    private readonly Option<int> _controlPort;
    private readonly Option<int> _items;
    private readonly Option<int> _seed;

    public SandboxVerb(ToolHost host)
        : base(
            host,
            "sandbox",
            "Starts the local marketplace for tests and trials, until Ctrl-C. Everything in it is invented.",
            "stoflow sandbox",
            "stoflow sandbox --items 500 --site-port 8443 --json")
    {
        _sitePort = Whole("--site-port", "Port of the HTTPS site; 0 takes a free one.", 0, "port");
        _controlPort = Whole("--control-port", "Port of the control service; 0 takes a free one.", 0, "port");
        _items = Whole("--items", "Items in the demo seller's shop.", 137, "count");
        _seed = Whole("--seed", "Another seed, other inventions.", 1, "number");
        Rule(call => call.GetValue(_items) is < 0 or > 200_000 ? "--items: 0 to 200000." : null);
        Rule(call => call.GetValue(_sitePort) is < 0 or > 65535 || call.GetValue(_controlPort) is < 0 or > 65535 ? "Ports are 0 to 65535." : null);
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var options = new SandboxOptions
        {
            SitePort = call.Value(_sitePort),
            ControlPort = call.Value(_controlPort),
            Items = call.Value(_items),
            Seed = call.Value(_seed),
            Time = call.Host.Time,
        };
        await using var sandbox = await SandboxServer.StartAsync(options, cancel);
        var seller = new SellerOptions();
        var site = $"https://127.0.0.1:{sandbox.SitePort}";
        call.Screen.Line($"StoFlow sandbox: site {site}, control {sandbox.ControlUrl}");
        call.Screen.Line($"Sign in as {seller.Login} with {seller.Password}. The site answers for {SandboxServer.Hosts[0]} and {SandboxServer.Hosts.Count - 1} other hosts;");
        call.Screen.Line($"a Chromium reaches it with --host-resolver-rules=\"MAP {SandboxServer.Hosts[0]}:443 127.0.0.1:{sandbox.SitePort}\" --ignore-certificate-errors-spki-list={sandbox.SitePublicKeyHash}");
        call.Screen.Line($"What really happened in it: {sandbox.ControlUrl}/control/ledger");
        call.Screen.Json(
            new SandboxAddresses(site, sandbox.SitePort, sandbox.ControlUrl, sandbox.SitePublicKeyHash, seller.Login, seller.Password),
            CliJson.Relaxed.SandboxAddresses);
        return await call.UntilStoppedAsync(cancel);
    }
}
