namespace StoFlow.Bridge.Policy;

/// <summary><c>GET /api/me</c>: what a token may do, and what its holder should know of the bridge.</summary>
/// <param name="Remote">The bridge is reachable from other machines.</param>
public sealed record CallerView(
    string Name, string Scope, IReadOnlyList<string> Sellers, string BridgeName, string Version, bool Remote);
