namespace StoFlow.Sandbox.Control;

/// <summary>What moved; empty when it waits for a page.</summary>
internal sealed record MoveReport(bool Waiting, long[] Added, long[] Removed, long[] Moved);
