namespace StoFlow.Sandbox.Api;

/// <summary>A reset came while the call was under way: its shop, and the ledger it would be written in, are no more.</summary>
internal sealed class WorldGoneException() : Exception("The marketplace was reset while the call was under way.");
