namespace StoFlow.Cli.Files;

/// <summary>A file that is there whole or not at all: written beside its place, flushed to the disk, then moved.</summary>
internal sealed class AtomicFile : IAsyncDisposable
{
    private readonly string _path;
    private readonly string _beside;
    private bool _committed;

    private AtomicFile(string path)
    {
        _path = Path.GetFullPath(path);
        if (Directory.Exists(_path)) throw new UsageException($"{path} is a folder; name a file.");
        _beside = $"{_path}.{Environment.ProcessId}.tmp";
        Stream = new FileStream(_beside, FileMode.Create, FileAccess.Write, FileShare.None);
    }

    public FileStream Stream { get; }

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
        File.Move(_beside, _path, overwrite: true);
        _committed = true;
    }

    public async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync();
        if (!_committed) File.Delete(_beside);
    }
}
