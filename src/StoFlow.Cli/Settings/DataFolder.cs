namespace StoFlow.Cli.Settings;

/// <summary>Where the bridge of this machine keeps its data.</summary>
internal static class DataFolder
{
    public const string Variable = "STOFLOW_DATA_DIRECTORY";

    /// <summary><c>STOFLOW_DATA_DIRECTORY</c>, else the platform's place.</summary>
    public static string Default(Func<string, string?> variable) =>
        variable(Variable) is { Length: > 0 } told ? Path.GetFullPath(told) : OfPlatform(variable);

    /// <summary>Where the platform keeps a user's program data.</summary>
    public static string OfPlatform(Func<string, string?> variable)
    {
        if (OperatingSystem.IsWindows()) return Under(Environment.SpecialFolder.LocalApplicationData, "StoFlow");
        if (OperatingSystem.IsMacOS()) return Path.Combine(Home(variable), "Library", "Application Support", "StoFlow");

        // The XDG specification: a relative value is to be ignored.
        var xdg = variable("XDG_DATA_HOME");
        var root = xdg is { Length: > 0 } && Path.IsPathRooted(xdg) ? xdg : Path.Combine(Home(variable), ".local", "share");
        return Path.Combine(root, "stoflow");
    }

    /// <summary>Where a first start writes the admin token.</summary>
    public static string AdminTokenFile(string data) => Path.Combine(data, "admin.token");

    /// <summary>Whether a bridge runs on the folder: it holds the lock then.</summary>
    public static bool HasBridge(string data)
    {
        try
        {
            using var held = new FileStream(Path.Combine(data, "bridge.lock"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return false;
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static string Under(Environment.SpecialFolder folder, string name) =>
        Path.Combine(Environment.GetFolderPath(folder, Environment.SpecialFolderOption.DoNotVerify), name);

    private static string Home(Func<string, string?> variable) =>
        variable("HOME") is { Length: > 0 } home
            ? home
            : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
}
