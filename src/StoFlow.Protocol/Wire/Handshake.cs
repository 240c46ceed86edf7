namespace StoFlow.Protocol.Wire;

/// <summary>The bridge's first message: its version and a challenge to sign.</summary>
public sealed record Hello(
    int Protocol, int MinProtocol, string BridgeId, string BridgeName, string BridgeVersion, string Challenge, int ExpiresInMs) : WireMessage;

/// <summary>A paired browser proves that it holds its key.</summary>
/// <param name="Challenge">For the bridge to sign in turn.</param>
public sealed record Identify(
    int Protocol, string PluginVersion, string BrowserId, BrowserInfo Browser, string Signature, string? Challenge = null) : WireMessage;

/// <summary>The browser's own name and version, for lists; nothing is decided by them.</summary>
public sealed record BrowserInfo(string Name, string Version);

/// <summary>The browser is known; its session goes on or begins.</summary>
/// <param name="Proof">The bridge's signature, where the browser gave a challenge.</param>
public sealed record Welcome(
    string SessionId, string Seller, int PingIntervalMs, int ChunkBytes, IReadOnlyList<string> Paths, string? Proof = null) : WireMessage;

/// <summary>Why the bridge closes the connection right after this.</summary>
public sealed record Refused(string Code, string Detail) : WireMessage;

/// <summary>The seller unpaired this browser in the plugin.</summary>
public sealed record Unpair : WireMessage;
