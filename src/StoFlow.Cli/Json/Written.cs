namespace StoFlow.Cli.Json;

/// <summary>A file was written.</summary>
internal sealed record Written(string File, int Items);
