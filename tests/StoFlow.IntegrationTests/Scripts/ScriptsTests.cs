using StoFlow.IntegrationTests.Bridge;

namespace StoFlow.IntegrationTests.Scripts;

/// <summary><c>./demo</c> and <c>./test</c> up to their own work, with stand-ins for the programs that they call.</summary>
public sealed class ScriptsTests : IDisposable
{
    private readonly ScriptWorld _world = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task What_a_build_leaves_running_does_not_hold_up_the_next_one()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The scripts' locks are Linux's.");
        // As a compiler server does: it keeps all the files that it was given.
        _world.Dotnet("setsid sleep 60 >/dev/null 2>&1 & echo $! >>\"$PLACE/left\"");

        await using var first = _world.Start("demo");
        Assert.Equal(0, await first.EndAsync(Cancel));
        await using var second = _world.Start("demo");
        Assert.Equal(0, await second.EndAsync(Cancel));

        Assert.DoesNotContain("waiting", second.Error, StringComparison.Ordinal);
        Assert.Equal(2, _world.Lines("ran").Length);
    }

    [Fact]
    public async Task What_a_build_forgets_in_the_temporary_folder_goes_with_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The scripts' locks are Linux's.");
        _world.Dotnet("mkdir \"$TMPDIR/AbCdEf\"");

        await using var demo = _world.Start("demo");

        Assert.Equal(0, await demo.EndAsync(Cancel));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_world.Temporary));
    }

    [Theory]
    [InlineData("demo", "TERM", 143)]
    [InlineData("demo", "HUP", 129)]
    [InlineData("demo", "INT", 130)]
    [InlineData("test", "TERM", 143)]
    public async Task A_signal_in_the_middle_of_a_build_ends_all_of_it(string script, string signal, int exitCode)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The scripts' locks are Linux's.");
        _world.Dotnet("mkdir \"$TMPDIR/AbCdEf\"; echo $$ >>\"$PLACE/left\"; sleep 60; echo built >>\"$PLACE/built\"");
        await using var run = _world.Start(script);
        await Eventually.TrueAsync(() => _world.Lines("left").Length == 1, "the build runs");

        await run.SignalAsync(signal, Cancel);

        Assert.Equal(exitCode, await run.EndAsync(Cancel));
        await Eventually.TrueAsync(() => !Directory.Exists($"/proc/{_world.Lines("left")[0]}"), "the build has ended");
        Assert.Empty(Directory.EnumerateFileSystemEntries(_world.Temporary));
        Assert.Empty(_world.Lines("built"));
    }

    [Theory]
    [InlineData("demo")]
    [InlineData("test")]
    public async Task A_system_without_locks_builds_all_the_same(string script)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The stand-ins are made of Linux's folders.");
        _world.Without("flock");

        await using var run = _world.Start(script);
        await run.EndAsync(Cancel);

        Assert.DoesNotContain("has been building", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("flock", run.Error, StringComparison.Ordinal);
        Assert.Contains(script == "demo" ? "build StoFlow.Harness.csproj" : "== StoFlow.Tests", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_build_that_fails_says_where_its_log_is()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The scripts' locks are Linux's.");
        _world.Dotnet("echo 'no such thing'; exit 1");

        await using var demo = _world.Start("demo");

        Assert.Equal(1, await demo.EndAsync(Cancel));
        Assert.Contains("no such thing", demo.Error, StringComparison.Ordinal);
        Assert.Contains(".log", demo.Error, StringComparison.Ordinal);
        Assert.Empty(_world.Lines("ran"));
    }
}
