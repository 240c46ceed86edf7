namespace StoFlow.Cli.Files;

/// <summary>A file for what is not whole yet. It is its maker's alone, lies beside the one that it will become, and is gone when it is closed.</summary>
internal static class Spool
{
    public static FileStream Beside(string file)
    {
        var path = WayOut.Is(file) ? Path.Combine(Path.GetTempPath(), $"stoflow-{Path.GetRandomFileName()}") : $"{Path.GetFullPath(file)}.{Environment.ProcessId}.list";
        // As for the file itself: somebody may have put a link there.
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.DeleteOnClose };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }
}
