using System.Diagnostics;
using System.Runtime;

namespace StoFlow.Bench.Children;

/// <summary>What a child costs at one moment. Bytes and milliseconds; counts since its start.</summary>
internal sealed record ChildStats(
    long WorkingSet, long Heap, long Allocated, double CpuMs, double JitMs, double GcPauseMs, int Gen0, int Gen1, int Gen2, long Contentions, long StoreBytes)
{
    /// <summary>Of this process.</summary>
    /// <param name="collect">Collects first, so that the heap holds only what is in use.</param>
    /// <param name="folder">Its store; null for a child without one.</param>
    public static ChildStats Now(bool collect, string? folder)
    {
        if (collect) GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return new ChildStats(
            Environment.WorkingSet,
            GC.GetTotalMemory(forceFullCollection: false),
            GC.GetTotalAllocatedBytes(),
            Process.GetCurrentProcess().TotalProcessorTime.TotalMilliseconds,
            JitInfo.GetCompilationTime().TotalMilliseconds,
            GC.GetTotalPauseDuration().TotalMilliseconds,
            GC.CollectionCount(0),
            GC.CollectionCount(1),
            GC.CollectionCount(2),
            Monitor.LockContentionCount,
            folder is null ? 0 : new DirectoryInfo(folder).EnumerateFiles("*.db*").Sum(file => file.Length));
    }
}
