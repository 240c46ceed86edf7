using System.Net;
using System.Net.Sockets;

namespace StoFlow.Harness.Faults.Wire;

/// <summary>Stands between one plugin and the bridge, on loopback. The plugin is paired with this address.</summary>
internal sealed class WireProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<int> _bridgePort;
    private readonly Lock _lock = new();
    private readonly List<FrameTrick> _tricks = [];
    private readonly List<WireLink> _links = [];
    private readonly Task _accepting;

    /// <param name="bridgePort">Where the bridge listens now.</param>
    public WireProxy(Func<int> bridgePort)
    {
        _bridgePort = bridgePort;
        _listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _accepting = Task.Run(AcceptAsync);
    }

    public Uri Url { get; }

    /// <summary>The connection that commands come by now; null when there is none.</summary>
    public WireLink? Current
    {
        get { lock (_lock) return _links.FindLast(link => link.IsReady && !link.Ended.IsCompleted); }
    }

    /// <summary>The next frame that fits meets this; call <see cref="Disarm"/> when it took too long.</summary>
    public void Arm(FrameTrick trick)
    {
        lock (_lock) _tricks.Add(trick);
    }

    public void Disarm(FrameTrick trick)
    {
        lock (_lock) _tricks.Remove(trick);
    }

    public FrameTrick? TakeTrick(bool fromPlugin, string type)
    {
        lock (_lock)
        {
            var at = _tricks.FindIndex(trick => trick.FromPlugin == fromPlugin && trick.Type == type);
            if (at < 0) return null;
            var taken = _tricks[at];
            _tricks.RemoveAt(at);
            return taken;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
        List<WireLink> links;
        lock (_lock) links = [.. _links];
        foreach (var link in links) link.Cut();
        await Task.WhenAll(links.Select(link => link.Ended));
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket plugin;
            try
            {
                plugin = await _listener.AcceptSocketAsync();
            }
            catch (Exception over) when (over is SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = Task.Run(() => JoinAsync(plugin));
        }
    }

    private async Task JoinAsync(Socket plugin)
    {
        var bridge = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            plugin.NoDelay = true;
            await bridge.ConnectAsync(IPAddress.Loopback, _bridgePort());
        }
        catch (SocketException)
        {
            // The bridge is down, and the plugin sees just that.
            bridge.Dispose();
            plugin.Dispose();
            return;
        }

        var link = new WireLink(plugin, bridge, this);
        link.Start();
        lock (_lock)
        {
            _links.RemoveAll(old => old.Ended.IsCompleted);
            _links.Add(link);
        }
    }
}
