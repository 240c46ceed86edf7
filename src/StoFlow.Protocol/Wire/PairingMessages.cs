namespace StoFlow.Protocol.Wire;

/// <summary>The seller typed a code.</summary>
public sealed record PairAsk(int Protocol, string PluginVersion, string Code, BrowserInfo Browser) : WireMessage;

/// <summary>Which bridge asks, for which seller; the seller says yes or closes.</summary>
public sealed record PairOffer(string PairingId, string Seller, IReadOnlyList<string> Paths, int ExpiresInMs) : WireMessage;

/// <summary>The seller said yes: the new key, and a signature that proves it is held.</summary>
public sealed record PairConfirm(string PairingId, string Name, string PublicKey, string Signature) : WireMessage;

/// <summary>The pairing is stored; the plugin connects anew as this browser.</summary>
/// <param name="BridgeKey">The key that the bridge will prove to hold: SubjectPublicKeyInfo in base64url.</param>
public sealed record Paired(string BrowserId, string Seller, string? BridgeKey = null) : WireMessage;
