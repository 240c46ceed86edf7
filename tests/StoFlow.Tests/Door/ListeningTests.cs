using System.Net;
using Microsoft.AspNetCore.Connections;
using StoFlow.Bridge;
using StoFlow.Bridge.Policy;

namespace StoFlow.Tests.Door;

/// <summary>The bridge listens beyond this machine only when that was asked for and is safe.</summary>
public sealed class ListeningTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8000")]
    [InlineData("http://localhost:8000")]
    [InlineData("http://[::1]:0")]
    [InlineData("http://127.0.0.2:8000/")]
    public void Loopback_needs_nothing(string url) => Assert.Empty(Faults(url));

    [Theory]
    [InlineData("http://0.0.0.0:8000")]
    [InlineData("http://[::]:8000")]
    [InlineData("http://*:8000")]
    [InlineData("http://+:8000")]
    [InlineData("http://192.168.1.5:8000")]
    [InlineData("https://0.0.0.0:8443")]
    public void Wider_needs_to_be_asked_for(string url) =>
        Assert.Contains(Faults(url, certificate: "x.pfx"), fault => fault.Contains("allow_remote", StringComparison.Ordinal));

    [Fact]
    public void Wider_needs_TLS_or_a_known_proxy()
    {
        Assert.Contains(Faults("http://0.0.0.0:8000", remote: true), fault => fault.Contains("certificate_file", StringComparison.Ordinal));
        Assert.Empty(Faults("http://0.0.0.0:8000", remote: true, proxies: ["10.0.0.1"]));
        Assert.Empty(Faults("https://0.0.0.0:8443", remote: true, certificate: "x.pfx"));
        Assert.NotEmpty(Faults("https://127.0.0.1:8443"));
    }

    [Theory]
    [InlineData("10.0.0.9", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("192.0.2.1", false)]
    public async Task Without_TLS_only_the_known_proxy_gets_through(string from, bool getsThrough)
    {
        var proxies = new ProxyList(new BridgeOptions { Door = new DoorOptions { KnownProxies = ["10.0.0.0/8"] } });
        var reached = false;
        var gate = Listening.FromProxies(
            _ =>
            {
                reached = true;
                return Task.CompletedTask;
            },
            proxies);

        await gate(new DefaultConnectionContext { RemoteEndPoint = new IPEndPoint(IPAddress.Parse(from), 50_000) });

        Assert.Equal(getsThrough, reached);
    }

    [Fact]
    public void Every_way_in_from_other_machines_is_told()
    {
        Assert.Empty(Listening.WaysIn(new BridgeOptions()));
        Assert.Equal(
            ["https://0.0.0.0:8443", "the proxy 10.0.0.1"],
            Listening.WaysIn(new BridgeOptions
            {
                Urls = ["http://127.0.0.1:8000", "https://0.0.0.0:8443"],
                Door = new DoorOptions { KnownProxies = ["10.0.0.1"] },
            }));
    }

    [Fact]
    public void What_is_no_proxy_and_what_is_no_extension_is_said_so()
    {
        var faults = Listening.Faults(new BridgeOptions
        {
            Door = new DoorOptions { KnownProxies = ["proxy.example"], PluginOrigins = ["https://evil.example", "moz-extension://x"] },
        });

        Assert.Equal(["known_proxies", "plugin_origins", "plugin_origins"], faults.Select(fault => fault.Split(':')[0]));
    }

    [Theory]
    [InlineData("127.0.0.1:8000")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("http://bridge.example:8000")]
    [InlineData("http://127.0.0.1:80000")]
    [InlineData("http://127.0.0.1:x")]
    public void What_is_no_address_is_said_so(string url) => Assert.Contains(url, Assert.Single(Faults(url)), StringComparison.Ordinal);

    [Fact]
    public void A_proxy_is_an_address_or_a_network()
    {
        var proxies = new ProxyList(new BridgeOptions { Door = new DoorOptions { KnownProxies = ["10.0.0.0/8", "192.168.1.1"] } });

        Assert.True(proxies.IsOwn(IPAddress.Parse("10.9.8.7")));
        Assert.True(proxies.IsOwn(IPAddress.Parse("::ffff:192.168.1.1")));
        Assert.True(proxies.IsOwn(IPAddress.IPv6Loopback));
        Assert.False(proxies.IsOwn(IPAddress.Parse("192.168.1.2")));
        Assert.Throws<ArgumentException>(() => new ProxyList(new BridgeOptions { Door = new DoorOptions { KnownProxies = ["proxy.example"] } }));
    }

    [Fact]
    public void Places_for_strangers_run_out_and_come_back()
    {
        var options = new BridgeOptions { Door = new DoorOptions { MaxUnidentified = 3, MaxUnidentifiedPerAddress = 2 } };
        var sockets = new UnidentifiedSockets(options, new ProxyList(options));
        var (one, two) = (IPAddress.Parse("192.0.2.1"), IPAddress.Parse("192.0.2.2"));

        var first = sockets.TryEnter(one)!;
        Assert.NotNull(sockets.TryEnter(one));
        Assert.Null(sockets.TryEnter(one));
        var third = sockets.TryEnter(two);
        Assert.NotNull(third);
        Assert.Null(sockets.TryEnter(IPAddress.Loopback));

        first.Dispose();
        first.Dispose();

        Assert.Equal(2, sockets.Count);
        Assert.NotNull(sockets.TryEnter(one));
    }

    private static IReadOnlyList<string> Faults(string url, bool remote = false, string? certificate = null, string[]? proxies = null) =>
        Listening.Faults(new BridgeOptions
        {
            Urls = [url],
            AllowRemote = remote,
            CertificateFile = certificate,
            Door = new DoorOptions { KnownProxies = proxies ?? [] },
        });
}
