using StoFlow.Cli.Files;

namespace StoFlow.Tests.Cli;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stoflow-atomic-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_link_stays_one_and_what_it_leads_to_is_written()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        var (file, link) = (Path.Combine(_folder, "file"), Path.Combine(_folder, "link"));
        await File.WriteAllTextAsync(file, "old", Cancel);
        File.CreateSymbolicLink(link, file);

        await WriteAsync(link, commit: true);

        Assert.Equal("new", await File.ReadAllTextAsync(file, Cancel));
        Assert.NotNull(new FileInfo(link).LinkTarget);
    }

    [Fact]
    public async Task A_link_that_somebody_put_where_the_new_file_is_made_leads_nowhere()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        var (file, other) = (Path.Combine(_folder, "file"), Path.Combine(_folder, "other"));
        await File.WriteAllTextAsync(other, "precious", Cancel);
        File.CreateSymbolicLink($"{file}.{Environment.ProcessId}.tmp", other);

        await WriteAsync(file, commit: true);

        Assert.Equal("precious", await File.ReadAllTextAsync(other, Cancel));
        Assert.Equal("new", await File.ReadAllTextAsync(file, Cancel));
        Assert.Null(new FileInfo(file).LinkTarget);
    }

    [Fact]
    public async Task A_way_out_is_not_replaced()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A link of /proc stands in for /dev/stdout.");
        var file = Path.Combine(_folder, "file");
        await using var open = new FileStream(file, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite);

        await WriteAsync($"/proc/self/fd/{open.SafeFileHandle.DangerousGetHandle()}", commit: true);

        Assert.Equal(3, open.Length);
        Assert.Equal([file], Directory.EnumerateFiles(_folder));
    }

    [Fact]
    public async Task What_is_not_committed_leaves_nothing()
    {
        await WriteAsync(Path.Combine(_folder, "file"), commit: false);

        Assert.Empty(Directory.EnumerateFiles(_folder));
    }

    private static async Task WriteAsync(string path, bool commit)
    {
        await using var file = AtomicFile.Begin(path);
        await file.Stream.WriteAsync("new"u8.ToArray(), Cancel);
        if (commit) file.Commit();
    }
}
