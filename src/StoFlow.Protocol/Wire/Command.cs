namespace StoFlow.Protocol.Wire;

/// <summary>One thing to do; <c>docs/protocol.md</c> §6.</summary>
/// <param name="DeadlineMs">Time left, in milliseconds.</param>
/// <param name="Parallel">How many requests of a batch may run at once.</param>
/// <param name="GapMs">The least time between two starts, in milliseconds.</param>
/// <param name="AtMs">When it was sent, in milliseconds since the connection began: what it took longer to arrive is off its deadline.</param>
public sealed record Command(
    string Id,
    string Action,
    string Site,
    string Backend,
    int DeadlineMs,
    int Parallel,
    int GapMs,
    IReadOnlyList<SiteRequest>? Requests = null,
    BodyRef? Payload = null,
    string? Trace = null,
    long? AtMs = null) : WireMessage;

/// <summary>A body that moves in chunks beside the messages.</summary>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">Of the whole, in hex.</param>
public sealed record BodyRef(string BodyId, long Size, string Sha256);

/// <summary>The bridge will not go on waiting for this command.</summary>
public sealed record Cancel(string Id) : WireMessage;

/// <summary>These outcomes are on the bridge's disk; the journal may forget them.</summary>
public sealed record Ack(IReadOnlyList<string> Ids) : WireMessage;
