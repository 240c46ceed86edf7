using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Pairing;

/// <summary>The bridge's side of pairing (<c>docs/protocol.md</c> §5). The connection keeps the ticket between the two questions.</summary>
internal sealed class PairingConversation(PairingBook pairings, PairingThrottle throttle, SellerBook sellers, BrowserBook browsers, BridgeInfo bridge, BridgeKey key,
    BridgeOptions options)
{
    /// <summary>The seller typed a code: which seller is it for?</summary>
    public PairAskAnswer Ask(PairAsk message, string? remoteAddress)
    {
        if (BrowserGate.Outdated(message.Protocol) is { } outdated) return new PairAskAnswer(null, null, outdated);
        if (throttle.MustWait(remoteAddress) is { } wait)
            return RefuseAsk(RefusalCode.SlowDown, $"Too many wrong codes. Wait {Math.Ceiling(wait.TotalSeconds)} seconds, then type the code again.");
        if (PairingCode.Read(message.Code) is not { } code || pairings.Find(code) is not { } pairing)
        {
            throttle.Wrong(remoteAddress);
            return RefuseAsk(RefusalCode.PairingCodeWrong, "The code is wrong, used or too old. Check it, or ask the operator for a new one.");
        }

        var offer = new PairOffer(pairing.Id, pairing.Seller, options.MorePaths, (int)pairings.Left(pairing).TotalMilliseconds);
        var browser = new BrowserInfo(BrowserGate.Cut(message.Browser.Name), BrowserGate.Cut(message.Browser.Version));
        return new PairAskAnswer(offer, new PairingTicket(pairing.Id, pairing.Seller, BrowserGate.Cut(message.PluginVersion), browser), null);
    }

    /// <summary>The seller said yes: checks that the new key is held, stores the browser, uses the code up.</summary>
    public async Task<PairConfirmAnswer> ConfirmAsync(PairConfirm message, PairingTicket pairing, string challenge, CancellationToken ct)
    {
        if (message.PairingId != pairing.PairingId)
            return Refuse(RefusalCode.PairingCodeWrong, "The confirmation belongs to another pairing. Type the code again.");
        var name = BrowserGate.Cut(message.Name).Trim();
        if (name.Length == 0) return Refuse(RefusalCode.InvalidMessage, "name: give this browser a name, such as 'Home laptop'.");
        var publicKey = HandshakeText.ReadKey(message.PublicKey);
        if (publicKey is null) return Refuse(RefusalCode.BadSignature, "public_key: a P-256 key as SubjectPublicKeyInfo in base64url is due.");
        if (!HandshakeText.IsSigned(publicKey, HandshakeText.Of(bridge.Id, pairing.PairingId, challenge), message.Signature))
            return Refuse(RefusalCode.BadSignature, "The signature does not fit the key. Type the code again.");
        // A seller who leaves now would not find the browser yet, and a later one of the name would.
        using var hold = sellers.TryHold(pairing.Seller);
        if (hold is null || !pairings.Claim(pairing.PairingId))
            return Refuse(RefusalCode.PairingCodeWrong, "The code was used or has expired meanwhile. Ask the operator for a new one.");

        BrowserIdentity browser;
        try
        {
            browser = await browsers.AddAsync(pairing, name, publicKey, ct);
        }
        catch
        {
            pairings.Release(pairing.PairingId);
            throw;
        }

        pairings.Complete(pairing.PairingId, browser.Id);
        return new PairConfirmAnswer(new Paired(browser.Id, browser.Seller, key.PublicText), null);
    }

    private static PairAskAnswer RefuseAsk(string code, string detail) => new(null, null, new Refusal(code, detail));

    private static PairConfirmAnswer Refuse(string code, string detail) => new(null, new Refusal(code, detail));
}
