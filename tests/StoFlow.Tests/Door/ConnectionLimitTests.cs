using System.Net;
using Microsoft.AspNetCore.Connections;
using StoFlow.Bridge;
using StoFlow.Bridge.Policy;

namespace StoFlow.Tests.Door;

public sealed class ConnectionLimitTests
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task One_address_holds_so_many_connections_and_gets_them_back()
    {
        var limit = Limit();
        var first = RunAsync(limit, "192.0.2.1");
        var second = RunAsync(limit, "192.0.2.1");

        Assert.False(await RunAsync(limit, "192.0.2.1"));
        var other = RunAsync(limit, "192.0.2.2");
        Assert.False(first.IsCompleted || second.IsCompleted || other.IsCompleted);

        _open.SetResult();
        Assert.True(await first && await second && await other);
        Assert.True(await RunAsync(limit, "192.0.2.1"));
    }

    [Fact]
    public async Task Of_five_thousand_sockets_of_one_address_five_hundred_are_let_in()
    {
        var options = new BridgeOptions();
        var limit = new ConnectionLimit(options, new ProxyList(options));
        var sockets = Enumerable.Range(0, 5_000).Select(_ => RunAsync(limit, "192.0.2.1")).ToArray();
        var other = RunAsync(limit, "192.0.2.2");

        Assert.Equal(4_500, sockets.Count(socket => socket.IsCompleted));
        Assert.False(other.IsCompleted);
        _open.SetResult();
        Assert.Equal(500, (await Task.WhenAll(sockets)).Count(letIn => letIn));
    }

    [Fact]
    public async Task The_addresses_of_one_IPv6_network_are_one()
    {
        var limit = Limit();
        _ = RunAsync(limit, "2001:db8::1");
        _ = RunAsync(limit, "2001:db8::2");

        Assert.False(await RunAsync(limit, "2001:db8::3"));
        _open.SetResult();
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.9")]
    public async Task Loopback_and_known_proxies_are_not_counted(string address)
    {
        var limit = Limit();
        var all = Enumerable.Range(0, 20).Select(_ => RunAsync(limit, address)).ToArray();

        _open.SetResult();

        Assert.All(await Task.WhenAll(all), Assert.True);
    }

    private static ConnectionLimit Limit()
    {
        var options = new BridgeOptions { Door = new DoorOptions { MaxConnectionsPerAddress = 2, KnownProxies = ["10.0.0.0/8"] } };
        return new ConnectionLimit(options, new ProxyList(options));
    }

    // Whether it was let in; it stays until the test opens.
    private async Task<bool> RunAsync(ConnectionLimit limit, string address)
    {
        // Not disposed: its Abort ends it on another thread, which must find it whole.
        var connection = new DefaultConnectionContext { RemoteEndPoint = new IPEndPoint(IPAddress.Parse(address), 50_000) };
        var letIn = false;
        await limit.RunAsync(
            _ =>
            {
                letIn = true;
                return _open.Task;
            },
            connection);
        return letIn;
    }
}
