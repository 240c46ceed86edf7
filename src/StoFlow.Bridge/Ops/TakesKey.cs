namespace StoFlow.Bridge.Ops;

/// <summary>The endpoint takes an <c>Idempotency-Key</c>.</summary>
internal static class TakesKey
{
    public static TakesHeader Instance { get; } =
        new("Idempotency-Key", "Same key and same body are the same command, however often it is sent.") { MaxLength = 200 };
}
