namespace StoFlow.Sandbox.Ledger;

/// <summary>Requests of one method and route with one status.</summary>
internal sealed record RequestCount(string Method, string Path, int Status, long Count);
