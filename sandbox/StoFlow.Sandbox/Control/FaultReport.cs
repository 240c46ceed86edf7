namespace StoFlow.Sandbox.Control;

/// <summary>A fault still waiting.</summary>
internal sealed record FaultReport(string Kind, int Left, int Hits, int Skip, string? Path, string? Method);
