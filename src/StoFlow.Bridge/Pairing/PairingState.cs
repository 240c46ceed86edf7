namespace StoFlow.Bridge.Pairing;

/// <summary>A code that was handed out, and what became of it.</summary>
/// <param name="CodeHash">Keyed hash of the code; the code itself is shown once and not kept.</param>
/// <param name="Browser">Set once a browser is paired with it.</param>
internal sealed record PairingState(string Id, string Seller, byte[] CodeHash, DateTimeOffset ExpiresAt, string? Browser = null, bool Claimed = false)
{
    public string Status(DateTimeOffset now) => Browser is not null ? "paired" : now < ExpiresAt ? "waiting" : "expired";
}
