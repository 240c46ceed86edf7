namespace StoFlow.Sandbox.Control;

/// <summary>Body of <c>POST /control/sell</c>.</summary>
internal sealed record SellRequest(long ItemId, string Status = "needs_action", string Buyer = "acheteur_demo");
