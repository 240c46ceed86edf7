using FsCheck;
using FsCheck.Fluent;
using StoFlow.Bridge.Commands;
using StoFlow.Protocol;
using StoFlow.Protocol.Wire;

namespace StoFlow.Tests.Bridge;

/// <summary>A command under every order of events that browsers, callers and clocks could think of.</summary>
public sealed class LiveCommandTests
{
    private const int Walks = 150;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private enum Event
    {
        Sent,
        Begun,
        Done,
        Failed,
        Unknown,
        Expired,
        Lost,
        GivenBack,
        Cancelled,
        Deadline,
        Settled,
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whatever_happens_in_whatever_order_an_ended_command_stays_ended(bool write)
    {
        await using var rig = new CommandRig();
        foreach (var walk in Gen.ListOf(Gen.Elements(Enum.GetValues<Event>()), 12).Sample(Walks, 12))
        {
            var command = await rig.AcceptAsync(write, Ct);
            var (ended, known) = (false, false);
            foreach (var happened in walk)
            {
                await HappenAsync(command, happened, rig.Time);
                Assert.False(ended && !command.State.IsEnd(), $"{command.State} after its end: {string.Join(' ', walk)}");
                Assert.False(known && command.State == CommandState.Unknown, $"Unknown again after a known end: {string.Join(' ', walk)}");
                ended = command.State.IsEnd();
                known = ended && command.State != CommandState.Unknown;
                Assert.Equal(ended, command.Outcome is not null);
            }

            await command.Durable;
            if (write) Assert.Equal(command.State, await OnDiskAsync(command, rig));
            if (!ended) await command.CancelAsync();
            if (!write) Assert.NotEqual(CommandState.Unknown, command.State);
        }
    }

    [Theory]
    [InlineData(true, CommandState.Unknown, ErrorCode.OutcomeUnknown)]
    [InlineData(false, CommandState.Failed, ErrorCode.Network)]
    public async Task Done_without_an_answer_of_the_site_is_no_success_and_for_a_write_no_failure_either(bool write, CommandState state, string code)
    {
        await using var rig = new CommandRig();
        var command = await rig.AcceptAsync(write, Ct);
        await command.MarkSentAsync(CommandRig.Browser);
        command.Begun();

        await command.EndedAsync(new CommandResult(command.Id, "done", 3));

        Assert.Equal((state, code), (command.State, command.Outcome!.Code));
    }

    [Theory]
    [InlineData(CommandAction.Batch, true, 2, CommandState.Done, null)]
    [InlineData(CommandAction.Batch, true, 0, CommandState.Unknown, ErrorCode.OutcomeUnknown)]
    [InlineData(CommandAction.Batch, false, 1, CommandState.Failed, ErrorCode.Network)]
    [InlineData(CommandAction.Sequential, true, 3, CommandState.Unknown, ErrorCode.OutcomeUnknown)]
    public async Task Done_without_an_answer_for_each_request_is_no_success(string action, bool write, int answers, CommandState state, string? code)
    {
        await using var rig = new CommandRig();
        var command = await rig.AcceptAsync(write, Ct, action, requests: 2);
        await command.MarkSentAsync(CommandRig.Browser);
        var answer = new SiteResponse(true, 200, "OK", new Dictionary<string, string>(StringComparer.Ordinal), 2);

        await command.EndedAsync(new CommandResult(command.Id, "done", 3, Results: [.. Enumerable.Repeat(answer, answers)]));

        Assert.Equal((state, code), (command.State, command.Outcome!.Code));
    }

    [Theory]
    [InlineData(true, true, CommandState.Unknown, ErrorCode.OutcomeUnknown)]
    [InlineData(true, false, CommandState.Expired, ErrorCode.Expired)]
    [InlineData(false, true, CommandState.Failed, ErrorCode.Timeout)]
    [InlineData(false, false, CommandState.Expired, ErrorCode.Expired)]
    public async Task Expired_is_no_end_of_a_write_that_has_begun(bool write, bool begun, CommandState state, string code)
    {
        await using var rig = new CommandRig();
        var command = await rig.AcceptAsync(write, Ct);
        await command.MarkSentAsync(CommandRig.Browser);
        if (begun) command.Begun();

        await command.EndedAsync(new CommandResult(command.Id, "expired", 3));

        Assert.Equal((state, code), (command.State, command.Outcome!.Code));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_write_that_has_left_is_cancelled_only_when_its_browser_proves_that_it_never_began(bool never)
    {
        await using var rig = new CommandRig();
        var command = await rig.AcceptAsync(write: true, Ct);
        await command.MarkSentAsync(CommandRig.Browser);

        await command.CancelAsync();
        Assert.Equal(CommandState.Sent, command.State);
        if (never) command.GiveBack();
        else await command.EndedAsync(Result(command, Event.Done));

        Assert.Equal(never ? CommandState.Cancelled : CommandState.Done, (await command.Ended.WaitAsync(TimeSpan.FromSeconds(10), Ct)).State);
    }

    [Fact]
    public async Task Who_cancels_hears_of_it_only_when_the_state_says_so()
    {
        await using var rig = new CommandRig();
        var command = await rig.AcceptAsync(write: true, Ct);
        var onDisk = new TaskCompletionSource();
        using var tell = new ManualResetEventSlim();
        // Holds the moment between the disk and the telling.
        command.HasEnded += ended => _ = ended.Durable.ContinueWith(
            _ =>
            {
                onDisk.SetResult();
                tell.Wait(Ct);
            },
            Ct, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        var first = Task.Run(command.CancelAsync, Ct);
        await onDisk.Task;

        var second = command.CancelAsync();

        Assert.Equal(CommandState.Queued, command.Shown.State);
        Assert.False(first.IsCompleted || second.IsCompleted);
        tell.Set();
        await Task.WhenAll(first, second);
        Assert.Equal(CommandState.Cancelled, command.Shown.State);
    }

    // Running is a matter of memory: on disk such a write was sent.
    private static async Task<CommandState> OnDiskAsync(LiveCommand command, CommandRig rig)
    {
        var state = (await rig.Store.FindAsync(command.Id, Ct))!.State;
        return command.State.IsEnd() ? state : command.State;
    }

    [Fact]
    public async Task A_late_word_that_comes_twice_is_acknowledged_when_it_is_on_disk()
    {
        await using var rig = new CommandRig();
        for (var round = 0; round < 20; round++)
        {
            var command = await rig.AcceptAsync(write: true, Ct);
            await command.MarkSentAsync(CommandRig.Browser);
            Task<CommandState>[] words;
            using (rig.HoldDisk())
            {
                rig.Time.Advance(TimeSpan.FromSeconds(40));
                Assert.Equal(CommandState.Unknown, command.State);
                words = [.. Enumerable.Range(0, 3).Select(_ => AcknowledgedAsync(command, rig))];
            }

            Assert.All(await Task.WhenAll(words), state => Assert.Equal(CommandState.Done, state));
        }
    }

    [Fact]
    public async Task A_clock_that_is_set_back_gives_a_browser_no_more_time_than_the_caller_gave()
    {
        await using var rig = new CommandRig();
        var command = await rig.AcceptAsync(write: true, Ct);
        rig.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(20_000, command.Message(1, 0).DeadlineMs);

        rig.Time.Set(TimeSpan.FromHours(-2));

        Assert.Equal(20_000, command.Message(1, 0).DeadlineMs);
    }

    private static Task HappenAsync(LiveCommand command, Event happened, ManualTime time)
    {
        switch (happened)
        {
            case Event.Sent:
                return command.MarkSentAsync(CommandRig.Browser).AsTask();
            case Event.Begun:
                command.Begun();
                return Task.CompletedTask;
            case Event.Done or Event.Failed or Event.Unknown or Event.Expired:
                return command.EndedAsync(Result(command, happened));
            case Event.Lost:
                return command.FailAsync(command.IsWrite ? ErrorCode.OutcomeUnknown : ErrorCode.NoBrowser, "Its browser was unpaired.");
            case Event.GivenBack:
                command.GiveBack();
                return Task.CompletedTask;
            case Event.Cancelled:
                return command.CancelAsync();
            case Event.Deadline:
                time.Advance(TimeSpan.FromSeconds(31));
                return command.Durable;
            default:
                return command.SettleAsync(Result(command, Event.Done), CommandRig.Browser);
        }
    }

    private static CommandResult Result(LiveCommand command, Event end) => end == Event.Done
        ? new CommandResult(
            command.Id, "done", 3,
            Results: [new SiteResponse(true, 200, "OK", new Dictionary<string, string>(StringComparer.Ordinal), 2)])
        : new CommandResult(command.Id, end.ToString().ToLowerInvariant(), 3, ErrorCode.Timeout, "It did not come to its end.");

    // What the disk says at the moment at which the browser may forget it.
    private static async Task<CommandState> AcknowledgedAsync(LiveCommand command, CommandRig rig)
    {
        await command.SettleAsync(new CommandResult(command.Id, "done", 3, Results: [new SiteResponse(true, 200, "OK", new Dictionary<string, string>(StringComparer.Ordinal), 3)]), CommandRig.Browser);
        return await OnDiskAsync(command, rig);
    }
}
