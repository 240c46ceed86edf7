namespace StoFlow.Bench.Children;

/// <summary>A child's first line: it serves.</summary>
/// <param name="Url">Where; null for a child that only connects to others.</param>
/// <param name="TokenFile">The file with the bridge's admin token.</param>
internal sealed record ChildReady(Uri? Url = null, string? TokenFile = null);
