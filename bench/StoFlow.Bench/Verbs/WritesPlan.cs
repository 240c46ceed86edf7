namespace StoFlow.Bench.Verbs;

/// <summary>How a run of <c>writes</c> goes.</summary>
internal sealed record WritesPlan(IReadOnlyList<int> Callers, TimeSpan Time, TimeSpan WarmUp, int Rounds, int Sellers, int Sites, int RelaySockets, bool Raw, bool Keys, string? Other);
