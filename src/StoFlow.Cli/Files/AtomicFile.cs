namespace StoFlow.Cli.Files;

/// <summary>
/// A file that is there whole or not at all: written beside its place, flushed to the disk, then moved. A link stays one. What is no file but a
/// <see cref="WayOut"/> is written to as it is: moved over, it would be gone for the whole machine, or for who waits at its other end.
/// </summary>
internal sealed class AtomicFile : IAsyncDisposable
{
    private readonly string _path;
    private readonly string? _beside;
    private bool _committed;

    private AtomicFile(string path)
    {
        _path = Path.GetFullPath(path);
        ThrowIfNoPlace(path);
        if (WayOut.Is(_path))
        {
            Stream = new FileStream(_path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            return;
        }

        if (new FileInfo(_path).LinkTarget is not null) _path = File.ResolveLinkTarget(_path, returnFinalTarget: true)!.FullName;
        _beside = $"{_path}.{Environment.ProcessId}.tmp";
        // In a folder for everybody somebody may have put a link, or a file of theirs, where this one is due.
        File.Delete(_beside);
        Stream = Create(_beside, _path);
    }

    public FileStream Stream { get; }

    /// <summary>Says before a whole shop is read what would only show when the file is begun.</summary>
    public static void ThrowIfNoPlace(string path)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full)) throw new UsageException($"{path} is a folder; name a file.");
        if (Path.GetDirectoryName(full) is { } folder && !Directory.Exists(folder)) throw new UsageException($"{folder} is not there; make the folder first.");
    }

    public static async Task<AtomicFile> BeginAsync(string path, CancellationToken cancel)
    {
        try
        {
            return WayOut.Is(path) ? await OpenAsync(path, cancel) : new AtomicFile(path);
        }
        catch (DirectoryNotFoundException)
        {
            throw new UsageException($"{Path.GetDirectoryName(Path.GetFullPath(path))} is not there; make the folder first.");
        }
    }

    // Who keeps a file to himself finds it so again.
    private static FileStream Create(string path, string place)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (OperatingSystem.IsWindows() || !File.Exists(place)) return new FileStream(path, options);
        var mode = File.GetUnixFileMode(place);
        options.UnixCreateMode = mode;
        var stream = new FileStream(path, options);
        File.SetUnixFileMode(stream.SafeFileHandle, mode);
        return stream;
    }

    // A pipe opens when somebody reads at its other end, which may be never; who is left behind there closes it again.
    private static async Task<AtomicFile> OpenAsync(string path, CancellationToken cancel)
    {
        var opening = Task.Run(() => new AtomicFile(path), CancellationToken.None);
        try
        {
            return await opening.WaitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            _ = opening.ContinueWith(static late => late.Result.Stream.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
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
