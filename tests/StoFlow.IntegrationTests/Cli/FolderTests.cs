using StoFlow.IntegrationTests.Bridge;

namespace StoFlow.IntegrationTests.Cli;

/// <summary>A data folder that will not do stops the start with one line that says what to do.</summary>
public sealed class FolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stoflow-folder-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Store => Path.Combine(_folder, "data", "stoflow.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("garbage", "is damaged")]
    [InlineData("half", "is damaged")]
    [InlineData("folder", "cannot be opened for writing")]
    public async Task A_store_that_is_none(string what, string said)
    {
        await RunOnceAsync();
        var whole = await File.ReadAllBytesAsync(Store, Cancel);
        File.Delete(Store);
        if (what == "folder") Directory.CreateDirectory(Store);
        else await File.WriteAllBytesAsync(Store, what == "half" ? whole[..(whole.Length / 2)] : [.. Enumerable.Repeat((byte)'x', 50_000)], Cancel);

        await RefusedAsync(said, "data");
    }

    [Fact]
    public async Task A_folder_that_is_a_file()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "data"), "", Cancel);

        await RefusedAsync("Set another data folder", "data");
        await RefusedAsync("Set another data folder", Path.Combine("data", "within"));
    }

    [Theory]
    [InlineData("stoflow.db")]
    [InlineData("bridge.lock")]
    public async Task A_file_that_the_account_may_not_write(string file)
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess || OperatingSystem.IsWindows(), "Root may write everything.");
        await RunOnceAsync();
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(_folder, "data", file), UnixFileMode.UserRead);

        await RefusedAsync("must belong to the account", "data");
    }

    [Fact]
    public async Task Where_it_listens_stands_in_its_folder_while_it_does()
    {
        var said = Path.Combine(_folder, "data", "bridge.url");
        await using (var serve = Start("data"))
        {
            await Eventually.TrueAsync(() => serve.Out.Contains("next", StringComparison.Ordinal), "serve is ready");
            Assert.StartsWith("http://127.0.0.1:", Assert.Single(await File.ReadAllLinesAsync(said, Cancel)), StringComparison.Ordinal);
            await serve.SignalAsync("TERM", Cancel);
            Assert.Equal(0, await serve.EndAsync(Cancel));
        }

        Assert.False(File.Exists(said));
    }

    [Fact]
    public async Task After_a_stop_the_store_is_one_file()
    {
        await RunOnceAsync();

        Assert.Equal(["stoflow.db"], Directory.EnumerateFiles(Path.Combine(_folder, "data"), "stoflow.db*").Select(Path.GetFileName));
    }

    private async Task RunOnceAsync()
    {
        await using var serve = Start("data");
        await Eventually.TrueAsync(() => serve.Out.Contains("next", StringComparison.Ordinal), "serve is ready");
        await serve.SignalAsync("TERM", Cancel);
        Assert.Equal(0, await serve.EndAsync(Cancel));
    }

    private async Task RefusedAsync(string said, string data)
    {
        await using var serve = Start(data);

        Assert.Equal(1, await serve.EndAsync(Cancel));
        Assert.Equal("", serve.Out);
        Assert.Contains(said, serve.Error, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_folder, "data"), serve.Error, StringComparison.Ordinal);
        Assert.Single(serve.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private ToolProcess Start(string data) => ToolProcess.Start(_folder, new Dictionary<string, string>(), "serve", "--url", "http://127.0.0.1:0", "--data", data);
}
