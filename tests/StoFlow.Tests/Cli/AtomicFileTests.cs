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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pipe_with_a_name_stays_one_and_who_reads_it_gets_all(bool byLink)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Pipes are elsewhere there.");
        var (pipe, link) = (Path.Combine(_folder, "pipe"), Path.Combine(_folder, "link"));
        await MakePipeAsync(pipe);
        if (byLink) File.CreateSymbolicLink(link, pipe);
        var reading = Task.Run(() => File.ReadAllText(pipe), Cancel);

        await WriteAsync(byLink ? link : pipe, commit: true);

        Assert.Equal("new", await reading.WaitAsync(TimeSpan.FromSeconds(20), Cancel));
        Assert.True(WayOut.Is(pipe));
    }

    [Fact]
    public async Task Who_waits_for_a_reader_of_a_pipe_can_be_stopped()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Pipes are elsewhere there.");
        var pipe = Path.Combine(_folder, "pipe");
        await MakePipeAsync(pipe);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var opening = AtomicFile.BeginAsync(pipe, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening.WaitAsync(TimeSpan.FromSeconds(20), Cancel));

        // The one who was left behind at the pipe goes on when somebody reads.
        File.ReadAllText(pipe);
    }

    [Fact]
    public async Task A_disk_in_memory_holds_files_like_any_other()
    {
        Assert.SkipUnless(Directory.Exists("/dev/shm"), "Linux has one.");
        var file = $"/dev/shm/stoflow-{Guid.NewGuid():N}";
        try
        {
            await WriteAsync(file, commit: true);
            Assert.Equal("new", await File.ReadAllTextAsync(file, Cancel));
            await File.WriteAllTextAsync(file, "longer than the new one", Cancel);
            await WriteAsync(file, commit: true);
            Assert.Equal("new", await File.ReadAllTextAsync(file, Cancel));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Links_that_lead_in_a_circle_end_somewhere()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        var (one, other) = (Path.Combine(_folder, "one"), Path.Combine(_folder, "other"));
        File.CreateSymbolicLink(one, other);
        File.CreateSymbolicLink(other, one);

        Assert.False(WayOut.Is(one));
    }

    [Fact]
    public async Task A_file_that_is_replaced_keeps_who_may_read_it()
    {
        if (OperatingSystem.IsWindows()) return;
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "old", Cancel);
        foreach (var mode in new[] { UnixFileMode.UserRead | UnixFileMode.UserWrite, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite })
        {
            File.SetUnixFileMode(file, mode);
            await WriteAsync(file, commit: true);
            Assert.Equal(mode, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task What_is_not_committed_leaves_nothing()
    {
        await WriteAsync(Path.Combine(_folder, "file"), commit: false);

        Assert.Empty(Directory.EnumerateFiles(_folder));
    }

    private static async Task MakePipeAsync(string path)
    {
        using var made = System.Diagnostics.Process.Start("mkfifo", [path]);
        await made.WaitForExitAsync(Cancel);
    }

    private static async Task WriteAsync(string path, bool commit)
    {
        await using var file = await AtomicFile.BeginAsync(path, Cancel);
        await file.Stream.WriteAsync("new"u8.ToArray(), Cancel);
        if (commit) file.Commit();
    }
}
