namespace StoFlow.Bridge.Pairing;

/// <summary>A code that was handed out, and what became of it.</summary>
/// <param name="CodeHash">Keyed hash of the code; the code itself is shown once and not kept.</param>
/// <param name="MadeAt">When, by the clock that nobody sets.</param>
/// <param name="Browser">Set once a browser is paired with it.</param>
internal sealed record PairingState(string Id, string Seller, byte[] CodeHash, DateTimeOffset ExpiresAt, long MadeAt, string? Browser = null, bool Claimed = false)
{
    /// <param name="left">How much of its life is left.</param>
    public string Status(TimeSpan left) => Browser is not null ? "paired" : left > TimeSpan.Zero ? "waiting" : "expired";
}
