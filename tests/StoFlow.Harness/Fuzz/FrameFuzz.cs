using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using StoFlow.Harness.FakePlugins;
using StoFlow.Harness.House;
using StoFlow.Protocol;
using StoFlow.Protocol.Wire;

namespace StoFlow.Harness.Fuzz;

/// <summary>
/// A peer that speaks nonsense on the plugin's socket: as a stranger, in the middle of pairing, and as a paired browser that gets commands and
/// answers them with broken results, chunks and holdings.
/// </summary>
internal sealed class FrameFuzz(Uri bridge, FakeIdentity identity, int seed, FuzzTally tally)
{
    private const int MostFrames = 60;

    private static readonly string[] Names = ["begun", "body_get", "body_put", "holdings", "lane_ask", "pong", "result", "status"];

    // What the protocol text lists (docs/protocol.md §2), and 1002 and 1007 of the WebSocket itself.
    private static readonly int[] Closes = [1000, 1001, 1002, 1007, 1009, 4400, 4401, 4408, 4409, 4426];

    // Without the word that ends the pairing: after it, nothing would get past the hand-shake any more.
    private static readonly string[] Honest = [.. Read("valid", name => name != "unpair"), .. Read("invalid", _ => true)];

    // What a plugin says once it is welcome.
    private static readonly string[] Own = [.. Read("valid", name => Names.Any(own => name.StartsWith(own, StringComparison.Ordinal)))];
    private readonly Mutator _mutator = new(seed);
    private readonly ConcurrentQueue<string> _ids = new(["brw_x"]);

    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await OneConnectionAsync(ct);
            }
            catch (Exception gone) when (gone is WebSocketException or InvalidOperationException or OperationCanceledException or IOException or ObjectDisposedException)
            {
                // It was shown the door, as it deserves; whether the bridge still stands is looked at elsewhere.
            }
        }
    }

    private async Task OneConnectionAsync(CancellationToken ct)
    {
        await using var socket = await FakeSocket.ConnectAsync(bridge, ct);
        var hello = await socket.ExpectAsync<Hello>(ct);
        var welcome = false;
        switch (_mutator.Chance.Next(3))
        {
            case 0:
                break;
            case 1:
                await socket.SendAsync(new PairAsk(1, "0.1.0", "BBBB-BBBB", new BrowserInfo("Fuzz", "1")), ct);
                break;
            default:
                await socket.SendAsync(
                    new Identify(
                        ProtocolVersion.Current, "0.1.0", identity.BrowserId, new BrowserInfo("Fuzz", "1"),
                        FakeIdentity.Sign(identity.Key, hello.BridgeId, identity.BrowserId, hello.Challenge)),
                    ct);
                welcome = true;
                if (_mutator.Chance.Next(4) > 0) await socket.SendAsync(new Holdings([], [], [], Last: true), ct);
                break;
        }

        var listening = ListenAsync(socket, ct);
        for (var frames = _mutator.Chance.Next(MostFrames); frames > 0 && !listening.IsCompleted; frames--)
        {
            // The first broken frame ends the connection: what lies deeper is reached by good frames that say senseless things.
            var (bytes, type) = welcome && _mutator.Chance.Next(10) > 0 ? Senseless() : Frame();
            await socket.SendAsync(bytes, type, ct);
            tally.Frame();
        }

        if (_mutator.Chance.Next(2) == 0) socket.Abort();
        else await socket.CloseAsync(ct);
        await listening;
        var code = socket.CloseCode ?? 0;
        tally.Closed(code);
        if (code != 0 && !Closes.Contains(code)) tally.Found($"a connection was closed with {code}, which the protocol does not know");
    }

    private (ReadOnlyMemory<byte> Bytes, WebSocketMessageType Type) Frame()
    {
        switch (_mutator.Chance.Next(10))
        {
            case 0:
                return (_mutator.Noise(600), WebSocketMessageType.Binary);
            case 1:
                var chunk = new byte[ChunkFrame.HeaderBytes + 1 + _mutator.Chance.Next(2_000)];
                ChunkFrame.Seal(_mutator.Chance.Next(4), chunk);
                return (chunk, WebSocketMessageType.Binary);
            case 2 when _mutator.Chance.Next(10) == 0:
                return (new byte[WireCodec.MaxFrameBytes + _mutator.Chance.Next(3)], WebSocketMessageType.Text);
            default:
                return (_mutator.Break(_mutator.Pick(Honest), [.. _ids]), WebSocketMessageType.Text);
        }
    }

    private (ReadOnlyMemory<byte> Bytes, WebSocketMessageType Type) Senseless()
    {
        var message = JsonNode.Parse(_mutator.Pick(Own))!.AsObject();
        if (message.ContainsKey("id")) message["id"] = _mutator.Pick<string>([.. _ids]);
        return (Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text);
    }

    // Ids that the bridge gives out make later nonsense meaningful.
    private async Task ListenAsync(FakeSocket socket, CancellationToken ct)
    {
        try
        {
            while (true)
            {
                var (message, chunk) = await socket.ReadAsync(ct);
                if (message is null && chunk is null) return;
                if (message is Command command) _ids.Enqueue(command.Id);
                if (_ids.Count > 20) _ids.TryDequeue(out _);
            }
        }
        catch (InvalidOperationException nonsense)
        {
            tally.Found(nonsense.Message);
        }
    }

    private static IEnumerable<string> Read(string kind, Func<string, bool> wanted) => Directory
        .EnumerateFiles(Path.Combine(Checkout.Root, "protocol", "fixtures", kind), "*.json")
        .Where(file => !file.EndsWith("expected.json", StringComparison.Ordinal) && wanted(Path.GetFileNameWithoutExtension(file)))
        .Order(StringComparer.Ordinal)
        .Select(file => File.ReadAllText(file, Encoding.UTF8));
}
