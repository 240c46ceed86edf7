namespace StoFlow.Cli.Files;

/// <summary>
/// A file that is there whole or not at all: written beside its place, flushed to the disk, then moved. A link stays one. What is no file but a
/// way out, such as <c>/dev/stdout</c>, is written to as it is: moved over, it would be gone for the whole machine.
/// </summary>
internal sealed class AtomicFile : IAsyncDisposable
{
    private static readonly string[] WaysOut = ["/dev/", "/proc/"];

    private readonly string _path;
    private readonly string? _beside;
    private bool _committed;

    private AtomicFile(string path)
    {
        _path = Path.GetFullPath(path);
        if (Directory.Exists(_path)) throw new UsageException($"{path} is a folder; name a file.");
        if (IsWayOut(_path))
        {
            Stream = new FileStream(_path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            return;
        }

        if (new FileInfo(_path).LinkTarget is not null) _path = File.ResolveLinkTarget(_path, returnFinalTarget: true)!.FullName;
        _beside = $"{_path}.{Environment.ProcessId}.tmp";
        // In a folder for everybody somebody may have put a link, or a file of theirs, where this one is due.
        File.Delete(_beside);
        Stream = new FileStream(_beside, FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }

    public FileStream Stream { get; }

    /// <summary>Nothing that was written there can be read back: it would wait for it forever.</summary>
    public static bool IsWayOut(string path) => !OperatingSystem.IsWindows() && WaysOut.Any(way => Path.GetFullPath(path).StartsWith(way, StringComparison.Ordinal));

    public static AtomicFile Begin(string path)
    {
        try
        {
            return new AtomicFile(path);
        }
        catch (DirectoryNotFoundException)
        {
            throw new UsageException($"{Path.GetDirectoryName(Path.GetFullPath(path))} is not there; make the folder first.");
        }
    }

    public void Commit()
    {
        Stream.Flush(flushToDisk: true);
        Stream.Dispose();
        if (_beside is not null) File.Move(_beside, _path, overwrite: true);
        _committed = true;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Stream.DisposeAsync();
        }
        finally
        {
            // Also where the disk is full, and what was left to write cannot be.
            if (!_committed && _beside is not null) File.Delete(_beside);
        }
    }
}
