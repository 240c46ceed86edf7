namespace StoFlow.Cli.Serving;

/// <summary>A bridge that serves, as the ready file and <c>--json</c> describe it.</summary>
internal sealed record Ready(string BridgeUrl, string Version, string DataDir, string AdminTokenFile, int Pid);
