namespace StoFlow.Bridge.Wire;

/// <summary>Where big results lie on their way. A start finds what a stop or a crash cut off: no transfer goes on with it, and it holds what the site answered.</summary>
internal static class Spool
{
    /// <summary>The folder.</summary>
    public static string In(string dataDirectory) => Path.Combine(dataDirectory, "spool");

    /// <summary>Removes what is left; before the first connection.</summary>
    public static void Clear(string dataDirectory)
    {
        if (Directory.Exists(In(dataDirectory)))
            foreach (var file in Directory.EnumerateFiles(In(dataDirectory))) File.Delete(file);
    }
}
