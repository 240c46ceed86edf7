namespace StoFlow.Cli.Json;

/// <summary>What <c>--version --json</c> says.</summary>
internal sealed record ToolVersionJson(string Version);
