using System.Formats.Tar;

namespace StoFlow.Cli.Files;

/// <summary>
/// What is no file but a way to somewhere, such as <c>/dev/stdout</c> or a pipe with a name: it is written to as it is, and nothing that was written there can be
/// read back.
/// </summary>
internal static class WayOut
{
    // More than these no system follows.
    private const int MostLinks = 40;
    private const string Memory = "/dev/shm/";
    private static readonly string[] Ways = ["/dev/", "/proc/"];

    public static bool Is(string path)
    {
        if (OperatingSystem.IsWindows()) return false;
        var full = Path.GetFullPath(path);
        for (var links = 0; links < MostLinks; links++)
        {
            // A disk in memory lies among the devices, and holds files like any other.
            if (!full.StartsWith(Memory, StringComparison.Ordinal) && Ways.Any(way => full.StartsWith(way, StringComparison.Ordinal))) return true;
            var file = new FileInfo(full);
            if (file.LinkTarget is null) return file is { Exists: true, Length: 0 } && IsPipeOrDevice(full);
            full = file.ResolveLinkTarget(returnFinalTarget: false)!.FullName;
        }

        return false;
    }

    /// <summary>Whether a path is the tool's own stdout.</summary>
    public static bool IsStdout(string path) => Path.GetFullPath(path) is "/dev/stdout" or "/dev/fd/1" or "/proc/self/fd/1";

    // Nothing else in .NET says what a path is without opening it, and opening a pipe waits for who is at its other end.
    private static bool IsPipeOrDevice(string path)
    {
        using var entry = new MemoryStream();
        try
        {
            using (var writer = new TarWriter(entry, leaveOpen: true)) writer.WriteEntry(path, "path");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        entry.Position = 0;
        using var reader = new TarReader(entry);
        return reader.GetNextEntry()?.EntryType is TarEntryType.Fifo or TarEntryType.CharacterDevice or TarEntryType.BlockDevice;
    }
}
