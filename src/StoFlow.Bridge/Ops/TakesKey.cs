namespace StoFlow.Bridge.Ops;

/// <summary>The endpoint takes an <c>Idempotency-Key</c>; for the API's description.</summary>
internal sealed class TakesKey
{
    public static TakesKey Instance { get; } = new();
}
