using System.Diagnostics;
using System.Text.Json;
using StoFlow.Bridge.Lanes;
using StoFlow.Bridge.Ops;
using StoFlow.Bridge.Sessions;
using StoFlow.Bridge.Storage;
using StoFlow.Bridge.Wire;
using StoFlow.Protocol;
using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Commands;

/// <summary>A command in memory, from its acceptance until its retention ends. It alone changes its state, by <see cref="CommandTransitions"/>.</summary>
internal sealed class LiveCommand : PendingCommand
{
    /// <summary>How long after its deadline a browser that is there may still say how a command ended.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan StoreRetry = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly CommandServices _services;
    // What waits runs where it is completed: the last step of an end, outside all locks.
    private readonly TaskCompletionSource<CommandOutcome> _ended = new();
    private readonly TaskCompletionSource<CommandRow?> _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DriftCheck _drift;
    private readonly TimeLeft _left;
    private readonly string? _trace = Activity.Current?.Id;
    private IReadOnlyList<SiteRequest>? _requests;
    private ITimer? _deadline;
    private string? _recordedBrowser;
    private Task _durable = Task.CompletedTask;
    private CommandState _before;
    private bool _told;
    private bool _cancelAsked;
    private volatile bool _interactive;
    private int _waiters;

    public LiveCommand(CommandHead head, bool isWrite, IReadOnlyList<SiteRequest>? requests, Lane lane, CommandServices services)
    {
        (Head, IsWrite, _requests, Lane, _services, _left) = (head, isWrite, requests, lane, services, new TimeLeft(head, services.Time));
        Requests = Math.Max(1, requests?.Count ?? 1);
        _drift = new DriftCheck(requests);
        Bodies = services.Uploads.Take(requests);
        Subject = AuditWords.Command(head.Id, head.Action, requests ?? []);
    }

    /// <summary>Changes only when its seller goes; see <see cref="CommandTable.Retire"/>.</summary>
    public CommandHead Head { get; set; }

    public Lane Lane { get; }

    /// <summary>Method and path of what was asked, for the audit list.</summary>
    public string Subject { get; }

    public CommandState State { get; private set; }

    /// <summary>The browser that has it, or had it.</summary>
    public string? Browser { get; private set; }

    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>How it ended; null before. An unknown end may be replaced by a known one.</summary>
    public CommandOutcome? Outcome { get; private set; }

    /// <summary>A caller waits on the line: it rather hears at once that a lane stands still.</summary>
    public bool IsInteractive
    {
        get => _interactive;
        init => _interactive = value;
    }

    /// <summary>Completes with its first end, once it may be told.</summary>
    public Task<CommandOutcome> Ended => _ended.Task;

    /// <summary>State and outcome as callers may see them: an end that may not be told yet is not there yet.</summary>
    public (CommandState State, CommandOutcome? Outcome) Shown
    {
        get { lock (_lock) return CommandTransitions.IsEnd(State) && !_told ? (_before, null) : (State, Outcome); }
    }

    /// <summary>Completes when it was accepted, or with the record of the one that had its key before; fails when it could not be.</summary>
    public Task<CommandRow?> Accepted => _accepted.Task;

    /// <summary>Its end is on disk, or need not be.</summary>
    public Task Durable
    {
        get { lock (_lock) return _durable; }
    }

    /// <inheritdoc/>
    public override string Id => Head.Id;

    /// <inheritdoc/>
    public override string Seller => Head.Seller;

    /// <inheritdoc/>
    public override string Site => Head.Site;

    /// <inheritdoc/>
    public override bool IsWrite { get; }

    /// <inheritdoc/>
    public override int Requests { get; }

    /// <inheritdoc/>
    public override string? AskedBrowser => Head.AskedBrowser;

    /// <inheritdoc/>
    public override bool HasBegun => State == CommandState.Running;

    /// <inheritdoc/>
    public override bool MustNotLeave
    {
        get { lock (_lock) return _cancelAsked || CommandTransitions.IsEnd(State); }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<BodySource> Bodies { get; }

    /// <summary>Its end has happened; the table keeps it from now on for its retention.</summary>
    public event Action<LiveCommand>? HasEnded;

    /// <summary>It was accepted: its deadline runs.</summary>
    public void Start()
    {
        var left = _left.Now;
        lock (_lock)
        {
            if (CommandTransitions.IsEnd(State)) return;
            _deadline = _services.Time.CreateTimer(
                static command => ((LiveCommand)command!).OnDeadline(late: false), this, left < TimeSpan.Zero ? TimeSpan.Zero : left,
                Timeout.InfiniteTimeSpan);
        }

        _accepted.TrySetResult(null);
        _services.News.Accepted(this);
    }

    /// <summary>It could not be accepted; whoever repeats it under the same key hears the same.</summary>
    public void Reject(Exception problem)
    {
        _services.Uploads.Release(Bodies);
        _ = _accepted.TrySetException(problem) ? _accepted.Task.Exception : null;
    }

    /// <summary>Its key belongs to a command that was accepted before; whoever repeats it under the same key is led there too.</summary>
    public void Yield(CommandRow record)
    {
        _services.Uploads.Release(Bodies);
        _accepted.TrySetResult(record);
    }

    /// <summary>Its record says that it left, or may have left, for a browser.</summary>
    public void Recorded(string browser, DateTimeOffset at) => (_recordedBrowser, Browser, SentAt) = (browser, browser, at);

    /// <summary>The bridge stops: whoever waits on the line is told what that means.</summary>
    public void LetGo() => _ended.TrySetException(IsWrite
        ? new BridgeException(
            ErrorCode.OutcomeUnknown, $"The bridge stops. The write is recorded and goes on: ask GET /api/commands/{Id} when the bridge is back.",
            commandId: Id)
        : new BridgeException(ErrorCode.Timeout, "The bridge stops; send the read again.", commandId: Id));

    /// <summary>After a restart: it was sent, as its record says.</summary>
    public void RestoreSent()
    {
        lock (_lock) State = CommandState.Sent;
    }

    /// <summary>Somebody else counts on it, who does not wait on the line: it lives without whoever does.</summary>
    public void Detach() => _interactive = false;

    /// <summary>A caller waits for its end.</summary>
    public void Join() => Interlocked.Increment(ref _waiters);

    /// <summary>A caller stopped waiting; true when it was the last.</summary>
    public bool Leave() => Interlocked.Decrement(ref _waiters) == 0;

    /// <inheritdoc/>
    public override bool LeavesPausedLane(DateTimeOffset? until) => IsInteractive && (until is null || until > Head.Deadline);

    /// <inheritdoc/>
    public override Command Message(int parallel, int gapMs)
    {
        var left = Math.Max(1, _left.Now.TotalMilliseconds);
        return new Command(Head.Id, Head.Action, Head.Site, Head.Backend, (int)left, parallel, gapMs, _requests, Trace: _trace);
    }

    /// <inheritdoc/>
    public override async ValueTask<bool> MarkSentAsync(string browser)
    {
        var now = _services.Time.GetUtcNow();
        lock (_lock)
        {
            if (!CommandTransitions.May(State, CommandState.Sent)) return false;
            (State, Browser, SentAt) = (CommandState.Sent, browser, now);
        }

        if (IsWrite && _recordedBrowser != browser)
        {
            try
            {
                await _services.Store.MarkSentAsync(Id, browser, now);
                _recordedBrowser = browser;
            }
            catch (BridgeException problem)
            {
                await FailAsync(problem.Code, problem.Message);
                return false;
            }
        }

        _services.News.Changed(this);
        return true;
    }

    /// <inheritdoc/>
    public override void Begun()
    {
        lock (_lock)
        {
            if (!CommandTransitions.May(State, CommandState.Running)) return;
            State = CommandState.Running;
        }

        _services.News.Changed(this);
    }

    /// <inheritdoc/>
    public override void GiveBack()
    {
        bool cancelled;
        lock (_lock)
        {
            if (!CommandTransitions.May(State, CommandState.Queued)) return;
            State = CommandState.Queued;
            cancelled = _cancelAsked;
        }

        if (cancelled)
        {
            _ = EndAsync(Ending.Cancelled(_services.Time.GetUtcNow()), default, answered: false);
            return;
        }

        if (_left.Now <= TimeSpan.Zero) OnDeadline(late: true);
        else Lane.GiveBack(this);
        _services.News.Changed(this);
    }

    /// <inheritdoc/>
    public override Task EndedAsync(CommandResult result)
    {
        if (TryEnd(End(result), SiteSignal.Of(result), result.Outcome == "done", out var durable)) return durable;
        // Its deadline may have ended it a moment before: then this word settles that end, on disk too.
        return CommandTransitions.IsEnd(State) && Browser is { } browser ? SettleAsync(result, browser) : Durable;
    }

    /// <inheritdoc/>
    public override Task FailAsync(string code, string detail)
    {
        var state = code == ErrorCode.OutcomeUnknown ? CommandState.Unknown : CommandState.Failed;
        return EndAsync(new CommandOutcome(state, _services.Time.GetUtcNow(), code, detail), default, answered: false);
    }

    /// <summary>Cancels what has not begun and aborts a read, and completes once that may be told; a write that may run goes on, and its browser decides.</summary>
    public async Task CancelAsync()
    {
        bool atOnce;
        lock (_lock)
        {
            atOnce = !IsWrite || State == CommandState.Queued || CommandTransitions.IsEnd(State);
            _cancelAsked = true;
        }

        if (Browser is { } browser && _services.Sessions.TryGet(browser, out var session)) session.TryNotify(new Cancel(Id));
        if (!atOnce) return;
        await EndAsync(Ending.Cancelled(_services.Time.GetUtcNow()), default, answered: false);
        // On disk is a moment before told: whoever cancelled would still read the state before it.
        if (CommandTransitions.IsEnd(State)) await ((Task)_ended.Task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>The journal knows how an unknown write ended; completes when that is durable.</summary>
    public async Task SettleAsync(CommandResult result, string browser)
    {
        if (!CommandTransitions.IsEnd(State))
        {
            // It waits again, for the browser seemed not to have it; now it proves that it ran.
            if (Browser == browser) await EndedAsync(result);
            return;
        }

        await Durable;
        var outcome = End(result) with { SettledBy = "journal" };
        lock (_lock)
        {
            if (Browser != browser || !CommandTransitions.May(State, outcome.State)) return;
            (State, Outcome) = (outcome.State, outcome);
        }

        await StoreAsync(() => _services.Store.SettleAsync(Ending.Record(Id, outcome), browser));
        _services.News.Ended(this, outcome);
    }

    private CommandOutcome End(CommandResult result) => _drift.Note(Ending.Of(Head, IsWrite, HasBegun, Requests, result, _services.Time.GetUtcNow()), result);

    private async void OnDeadline(bool late)
    {
        // A timer's thread: nothing may escape.
        try
        {
            await ExpireAsync(late);
        }
        catch (Exception problem)
        {
            _services.News.Report(this, problem);
        }
    }

    private Task ExpireAsync(bool late)
    {
        var now = _services.Time.GetUtcNow();
        var online = false;
        lock (_lock)
        {
            if (CommandTransitions.IsEnd(State)) return Task.CompletedTask;
            if (State != CommandState.Queued)
                online = Browser is { } browser && _services.Sessions.TryGet(browser, out var session) && session.IsReady;
            if (online && !late)
            {
                // The browser has the same deadline and knows best: a moment for its word.
                _deadline?.Dispose();
                _deadline = _services.Time.CreateTimer(
                    static command => ((LiveCommand)command!).OnDeadline(late: true), this, Grace, Timeout.InfiniteTimeSpan);
                return Task.CompletedTask;
            }
        }

        return EndAsync(Ending.AtDeadline(this, now), default, answered: false);
    }

    private Task EndAsync(CommandOutcome outcome, SiteSignal signal, bool answered) =>
        TryEnd(outcome, signal, answered, out var durable) ? durable : Durable;

    // False when it has ended already, or cannot end so.
    private bool TryEnd(CommandOutcome outcome, SiteSignal signal, bool answered, out Task durable)
    {
        lock (_lock)
        {
            durable = _durable;
            if (CommandTransitions.IsEnd(State) || !CommandTransitions.May(State, outcome.State)) return false;
            (_before, State, Outcome) = (State, outcome.State, outcome);
            _deadline?.Dispose();
            _requests = null;
            durable = _durable = IsWrite ? StoreAsync(() => _services.Store.EndAsync(Ending.Record(Id, outcome))) : Task.CompletedTask;
        }

        if (Browser is { } browser && _services.Sessions.TryGet(browser, out var session)) session.Forget(Id);
        _services.Uploads.Release(Bodies);
        Lane.Finish(this, signal, answered);
        HasEnded?.Invoke(this);
        // What ran is in the plugin's journal until it is acknowledged, and a deadline stays passed: such an answer does not wait for the disk.
        // That a write will not run stands nowhere else: told before it is on the disk, a crash would let it run after all.
        if (IsWrite && outcome.State is CommandState.Failed or CommandState.Cancelled) _ = TellAsync(durable, outcome);
        else Tell(outcome);
        return true;
    }

    private async Task TellAsync(Task durable, CommandOutcome outcome)
    {
        await durable;
        Tell(outcome);
    }

    private void Tell(CommandOutcome outcome)
    {
        lock (_lock) _told = true;
        _services.News.Ended(this, outcome);
        _ended.TrySetResult(outcome);
    }

    // An end must reach the disk however long that takes: until then the plugin keeps it in its journal.
    private async Task StoreAsync(Func<Task> store)
    {
        await Accepted;
        while (true)
        {
            try
            {
                await store();
                return;
            }
            catch (BridgeException problem) when (problem.InnerException is not System.Threading.Channels.ChannelClosedException)
            {
                await Task.Delay(StoreRetry, _services.Time, CancellationToken.None);
            }
        }
    }
}
