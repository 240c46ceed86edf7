namespace StoFlow.Bench.Reports;

/// <summary>The bridge after so many commands, in bytes.</summary>
/// <param name="Heap">Managed, with what is not collected yet.</param>
/// <param name="Store">The store's files.</param>
internal sealed record MemorySample(long Commands, long WorkingSet, long Heap, long Store);
