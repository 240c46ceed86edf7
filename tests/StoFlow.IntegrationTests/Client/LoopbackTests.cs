using System.Net;
using System.Net.Sockets;
using StoFlow.Client;
using StoFlow.IntegrationTests.Bridge;

namespace StoFlow.IntegrationTests.Client;

/// <summary>Who else listens on this machine.</summary>
public sealed class LoopbackTests
{
    [Fact]
    public async Task At_localhost_a_program_at_the_other_loopback_is_shown_no_token()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "This machine has no IPv6.");
        await using var bridge = await TestBridge.StartAsync();
        using var other = new TcpListener(IPAddress.IPv6Loopback, bridge.Url.Port);
        other.Start();
        using var client = new BridgeClient($"http://localhost:{bridge.Url.Port}", (await File.ReadAllTextAsync(bridge.Host.AdminTokenFile, TestBridge.Ct)).Trim());

        await client.Administration.ListSellersAsync(TestBridge.Ct);

        Assert.False(other.Pending());
    }

    [Fact]
    public async Task At_localhost_a_bridge_at_the_other_loopback_is_found()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "This machine has no IPv6.");
        await using var bridge = await TestBridge.StartAsync(folder => new StoFlow.Bridge.BridgeOptions { Urls = ["http://[::1]:0"], DataDirectory = folder, Name = "test" });
        using var client = new BridgeClient($"http://localhost:{bridge.Url.Port}", (await File.ReadAllTextAsync(bridge.Host.AdminTokenFile, TestBridge.Ct)).Trim());

        Assert.NotNull(await client.Administration.ListSellersAsync(TestBridge.Ct));
    }
}
