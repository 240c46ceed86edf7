namespace StoFlow.Protocol.Wire;

/// <summary>The plugin pulls one chunk of a body.</summary>
public sealed record BodyGet(int Ref, string BodyId, long Offset, int Length) : WireMessage;

/// <summary>The body is not held, or not taken.</summary>
public sealed record BodyGone(int Ref, string Detail) : WireMessage;

/// <summary>The plugin offers a body to the bridge.</summary>
public sealed record BodyPut(int Ref, string BodyId, long Size, string Sha256) : WireMessage;

/// <summary>How much of it the bridge has; the next chunk begins there.</summary>
public sealed record BodyOk(int Ref, long Received) : WireMessage;
