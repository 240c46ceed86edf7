namespace StoFlow.Bridge.Commands;

/// <summary>An idempotency key is its seller's and its token's own.</summary>
internal readonly record struct CommandKey(string Seller, string Owner, string Key);
