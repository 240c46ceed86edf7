using StoFlow.Cli;

namespace StoFlow.Tests.Cli;

public sealed class ConfirmTests
{
    private static readonly string[] Remove = ["sellers", "remove", "anna", "--token", "t", "--bridge", "http://127.0.0.1:1"];

    [Theory]
    [InlineData("n\n")]
    [InlineData("\n")]
    [InlineData("")]
    public async Task Anything_but_yes_does_nothing(string typed)
    {
        var run = await Run.ToolAsync(variables: null, typed, Remove);

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Contains("[y/N]", run.Error, StringComparison.Ordinal);
        Assert.Contains("Nothing was done", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Yes_goes_on_to_the_bridge()
    {
        var run = await Run.ToolAsync(variables: null, "y\n", Remove);

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Contains("stoflow serve", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_at_the_question_ends_it_at_once()
    {
        using var typed = new SilentReader();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var host = new ToolHost(TextWriter.Null, TextWriter.Null, typed, Interactive: true, _ => null, TimeProvider.System);
        var run = Tool.RunAsync(host, Remove, stop.Token);
        await typed.Asked.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        await stop.CancelAsync();

        Assert.Equal(ExitCodes.Interrupted, await run.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Without_a_terminal_it_never_asks()
    {
        var run = await Run.ToolAsync(Remove);

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("--yes", run.Error, StringComparison.Ordinal);
    }

    // A person who types nothing.
    private sealed class SilentReader : TextReader
    {
        private readonly ManualResetEventSlim _typed = new();

        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override string? ReadLine()
        {
            Asked.TrySetResult();
            _typed.Wait();
            return null;
        }

        // The line that was left behind is read to its end.
        protected override void Dispose(bool disposing)
        {
            _typed.Set();
            base.Dispose(disposing);
        }
    }
}
