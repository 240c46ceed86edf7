namespace StoFlow.Harness.Faults;

/// <summary>One fault of the plan.</summary>
/// <param name="Number">From 0.</param>
/// <param name="AtWrites">Begins when so many writes have ended.</param>
/// <param name="Lane">Which seller it hits, for those that hit one.</param>
/// <param name="Roll">0 to 1: decides the details of the kind.</param>
internal sealed record PlannedFault(int Number, int AtWrites, FaultKind Kind, int Lane, double Roll);
