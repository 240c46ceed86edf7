namespace StoFlow.Bridge.Wire;

/// <summary>Why a connection ends; <c>docs/protocol.md</c> §2.</summary>
internal static class CloseCode
{
    public const int Normal = 1000;
    public const int GoingAway = 1001;
    public const int TooBig = 1009;
    public const int InvalidMessage = 4400;
    public const int NotIdentified = 4401;
    public const int Silent = 4408;
    public const int Replaced = 4409;
    public const int Version = 4426;
}
