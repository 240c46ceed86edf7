namespace StoFlow.Protocol;

/// <summary>The wire's version; <c>docs/protocol.md</c> describes it.</summary>
public static class ProtocolVersion
{
    /// <summary>What this side speaks.</summary>
    public const int Current = 1;

    /// <summary>The oldest that this side still understands.</summary>
    public const int Minimum = 1;

    /// <summary>The WebSocket subprotocol.</summary>
    public const string Subprotocol = "stoflow.v1";
}
