namespace StoFlow.Bridge.Pairing;

/// <summary>An owner of marketplace accounts, named by the operator; the unit of isolation.</summary>
public sealed record Seller(string Name, DateTimeOffset CreatedAt);
