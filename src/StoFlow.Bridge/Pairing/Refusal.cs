namespace StoFlow.Bridge.Pairing;

/// <summary>Why a hand-shake goes no further; becomes a <c>refused</c> message.</summary>
/// <param name="Code">One of <see cref="RefusalCode"/> or <c>plugin_outdated</c>.</param>
/// <param name="Detail">What the seller can do next.</param>
public sealed record Refusal(string Code, string Detail)
{
    /// <summary>The browser was paired, and is not any more.</summary>
    internal static Refusal Ended { get; } = new(RefusalCode.Revoked, "This pairing was ended. Pair this browser again with a new code.");
}
