namespace StoFlow.Bridge.Policy;

/// <summary>What an endpoint asks of its caller. An endpoint without one is closed to everybody.</summary>
/// <param name="Scope">The scope due; null for an endpoint that is open to anybody.</param>
internal sealed record CallerAccess(string? Scope);
