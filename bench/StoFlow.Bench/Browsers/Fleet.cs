using System.Net.Http.Headers;
using System.Net.Http.Json;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Bench.Browsers;

/// <summary>All sockets of one responder.</summary>
internal sealed class Fleet(CancellationToken ct) : IAsyncDisposable
{
    // The bridge shows at most 100 codes at once.
    private const int AtOnce = 8;

    private readonly List<Task> _talks = [];
    private readonly List<BenchSocket> _sockets = [];

    /// <summary>The seller of a number.</summary>
    public static string Seller(int number) => $"seller{number}";

    /// <summary>Pairs one browser with each seller, and connects them.</summary>
    public async Task JoinBridgeAsync(Uri bridge, string token, int browsers)
    {
        using var http = new HttpClient { BaseAddress = bridge };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        await Parallel.ForAsync(0, browsers, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (number, _) =>
        {
            using var made = await http.PostAsJsonAsync("/api/pairings", new PairingRequest(Seller(number)), ProtocolJson.Relaxed.PairingRequest, ct);
            made.EnsureSuccessStatusCode();
            var pairing = await made.Content.ReadFromJsonAsync(ProtocolJson.Relaxed.PairingView, ct);
            var browser = await BenchBrowser.PairAsync(bridge, pairing!.Code, ct);
            var socket = await browser.ConnectAsync(bridge, ct);
            Keep(socket, BridgeTalk.RunAsync(socket, ct));
        });
    }

    /// <summary>Connects the relay's peer.</summary>
    /// <param name="relay">Where it listens.</param>
    /// <param name="sockets">How many sockets share the work.</param>
    public async Task JoinRelayAsync(Uri relay, int sockets)
    {
        for (var i = 0; i < sockets; i++)
        {
            var socket = await BenchSocket.ConnectAsync(relay, "/", subprotocol: null, ct);
            Keep(socket, RelayTalk.RunAsync(socket, ct));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var socket in _sockets) socket.Dispose();
        await Task.WhenAll(_talks);
    }

    private void Keep(BenchSocket socket, Task talk)
    {
        lock (_talks)
        {
            _sockets.Add(socket);
            _talks.Add(talk);
        }
    }
}
