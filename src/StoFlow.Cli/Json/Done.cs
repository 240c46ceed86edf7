namespace StoFlow.Cli.Json;

/// <summary>What a verb says with <c>--json</c> when there is nothing to say but that it is done.</summary>
internal sealed record Done(string Subject, bool Success = true);
