namespace StoFlow.Harness.Faults.Callers;

/// <summary>The caller broke its own connection while it waited.</summary>
internal sealed class CallerGoneException() : Exception("The caller went away.");
