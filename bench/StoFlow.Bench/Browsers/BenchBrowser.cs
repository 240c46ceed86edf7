using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using StoFlow.Protocol;
using StoFlow.Protocol.Policy;
using StoFlow.Protocol.Wire;

namespace StoFlow.Bench.Browsers;

/// <summary>A paired browser: real key, real hand-shake (<c>docs/protocol.md</c> §4, §5), no browser.</summary>
internal sealed class BenchBrowser(string id, ECDsa key)
{
    private static readonly BrowserInfo Info = new("Bench", "1.0");

    public static async Task<BenchBrowser> PairAsync(Uri bridge, string code, CancellationToken ct)
    {
        using var socket = await ConnectSocketAsync(bridge, ct);
        var hello = await socket.ExpectAsync<Hello>(ct);
        await socket.SendAsync(new PairAsk(ProtocolVersion.Current, "0.1.0", code, Info), ct);
        var offer = await socket.ExpectAsync<PairOffer>(ct);
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await socket.SendAsync(
            new PairConfirm(offer.PairingId, "bench", Base64Url.EncodeToString(key.ExportSubjectPublicKeyInfo()), Sign(key, hello, offer.PairingId)), ct);
        return new BenchBrowser((await socket.ExpectAsync<Paired>(ct)).BrowserId, key);
    }

    /// <summary>Connects; from then on the bridge may send commands.</summary>
    public async Task<BenchSocket> ConnectAsync(Uri bridge, CancellationToken ct)
    {
        var socket = await ConnectSocketAsync(bridge, ct);
        var hello = await socket.ExpectAsync<Hello>(ct);
        await socket.SendAsync(new Identify(ProtocolVersion.Current, "0.1.0", id, Info, Sign(key, hello, id)), ct);
        await socket.ExpectAsync<Welcome>(ct);
        await socket.SendAsync(new Holdings([], [], [], Last: true), ct);
        await socket.SendAsync(new BrowserStatus(false, [.. SitePolicy.Current.Sites.Select(site => new SiteStatus(site.Host, "open", true, true, "bench"))]), ct);
        return socket;
    }

    private static Task<BenchSocket> ConnectSocketAsync(Uri bridge, CancellationToken ct) =>
        BenchSocket.ConnectAsync(bridge, "/ws/plugin", ProtocolVersion.Subprotocol, ct);

    private static string Sign(ECDsa key, Hello hello, string subject) => Base64Url.EncodeToString(key.SignData(
        Encoding.UTF8.GetBytes($"{ProtocolVersion.Subprotocol}\n{hello.BridgeId}\n{subject}\n{hello.Challenge}"),
        HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
}
