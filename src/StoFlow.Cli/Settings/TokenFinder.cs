namespace StoFlow.Cli.Settings;

/// <summary>Which token to show: <c>--token</c>, <c>STOFLOW_TOKEN</c>, else the admin token that a bridge of this machine wrote.</summary>
internal static class TokenFinder
{
    public const string Variable = "STOFLOW_TOKEN";

    /// <summary>The token; null when it is the admin's and the bridge of its folder does not listen there: whatever answers then is another program.</summary>
    public static string? Find(string? told, Func<string, string?> variable, Uri bridge, string data)
    {
        if (told is { Length: > 0 }) return told.Trim();
        if (variable(Variable) is { Length: > 0 } set) return set.Trim();

        // The admin token of this machine opens this machine's bridge; it is never shown to another host.
        if (!bridge.IsLoopback)
            throw new UsageException($"{bridge.Host} is another machine: give its token with --token or {Variable} (stoflow tokens create makes one there).");
        var file = DataFolder.AdminTokenFile(data);
        var token = Read(file) ?? throw new ToolException(
            $"No token: {file} is not there. Start the bridge once (stoflow serve), or give --token, {Variable}, or --data with the bridge's folder.");

        // Any account of this machine can listen where the bridge does not; its folder is its owner's alone.
        return BridgePlace.Is(bridge, data) ? token : null;
    }

    private static string? Read(string file)
    {
        try
        {
            var token = File.ReadAllText(file).Trim();
            return token.Length > 0 ? token : null;
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            throw new ToolException($"{file} belongs to another user. Run as the one who runs the bridge, or give --token.");
        }
    }
}
