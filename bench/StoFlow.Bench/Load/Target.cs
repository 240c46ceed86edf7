namespace StoFlow.Bench.Load;

/// <summary>What the load calls.</summary>
/// <param name="Url">Scheme, address and port.</param>
/// <param name="Path">The one route.</param>
/// <param name="Token">For the bridge; null for the relay.</param>
/// <param name="Lanes">How many lanes the commands go to, each in turn.</param>
/// <param name="Sites">How many of them belong to one seller.</param>
/// <param name="Keys">Each command has an idempotency key of its own.</param>
internal sealed record Target(Uri Url, string Path, string? Token, int Lanes, int Sites, bool Keys = false);
