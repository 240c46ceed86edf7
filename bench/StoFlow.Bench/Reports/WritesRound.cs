using StoFlow.Bench.Load;

namespace StoFlow.Bench.Reports;

/// <summary>One round: who served, how fast, and what it cost.</summary>
/// <param name="ServerMicros">Processor time of the server for one command, in microseconds.</param>
/// <param name="JitMicros">The part of it that the compiler took: near 0 once warm.</param>
/// <param name="ResponderMicros">The same of the process that answers.</param>
/// <param name="LoadMicros">The same of the process that calls.</param>
/// <param name="AllocatedBytes">What the server allocated for one command.</param>
/// <param name="Others">What else the machine did meanwhile, as a part of all its processor time: more than 0.05 spoils the round.</param>
/// <param name="WorkingSet">Of the server after the round, in bytes.</param>
internal sealed record WritesRound(
    string Server, int Callers, LoadResult Load, double ServerMicros, double JitMicros, double ResponderMicros, double LoadMicros, double AllocatedBytes, double Others, long WorkingSet);
