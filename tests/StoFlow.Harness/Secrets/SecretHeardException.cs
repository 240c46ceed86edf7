namespace StoFlow.Harness.Secrets;

/// <summary>A secret was heard where none may be.</summary>
public sealed class SecretHeardException(IReadOnlyList<string> heard) : Exception($"Secrets were heard: {string.Join("; ", heard)}.");
