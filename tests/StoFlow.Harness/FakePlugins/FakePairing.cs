using System.Buffers.Text;
using System.Security.Cryptography;
using StoFlow.Protocol;
using StoFlow.Protocol.Wire;

namespace StoFlow.Harness.FakePlugins;

/// <summary>The plugin's side of pairing: ask, see the offer, say yes with a new key.</summary>
public static class FakePairing
{
    public static async Task<FakeIdentity> PairAsync(Uri bridge, string code, string name, CancellationToken ct)
    {
        await using var socket = await FakeSocket.ConnectAsync(bridge, ct);
        var hello = await socket.ExpectAsync<Hello>(ct);
        await socket.SendAsync(new PairAsk(ProtocolVersion.Current, "0.1.0", code, new BrowserInfo("Fake", "1.0")), ct);
        var offer = await socket.ExpectAsync<PairOffer>(ct);
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await socket.SendAsync(
            new PairConfirm(
                offer.PairingId, name, Base64Url.EncodeToString(key.ExportSubjectPublicKeyInfo()),
                FakeIdentity.Sign(key, hello.BridgeId, offer.PairingId, hello.Challenge)),
            ct);
        var paired = await socket.ExpectAsync<Paired>(ct);
        return new FakeIdentity(paired.BrowserId, paired.Seller, key);
    }
}
