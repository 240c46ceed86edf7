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
    private readonly Lock _lock = new();
    private readonly CommandServices _services;
    private readonly CommandDeadline _deadline;
    private readonly CommandRecord _record;
    private readonly DriftCheck _drift;
    private readonly CommandSpan _span;
    private IReadOnlyList<SiteRequest>? _requests;
    private CommandState _before;
    private bool _told;
    private bool _cancelAsked;
    private bool _restored;

    /// <param name="onLine">A caller waits on the line.</param>
    public LiveCommand(CommandHead head, bool isWrite, IReadOnlyList<SiteRequest>? requests, Lane lane, CommandServices services, bool onLine = false)
    {
        (Head, IsWrite, _requests, Lane, _services) = (head, isWrite, requests, lane, services);
        Callers = new CommandCallers { OnLine = onLine };
        _deadline = new CommandDeadline(this, services);
        _record = new CommandRecord(head.Id, Callers.Accepted, services);
        _span = new CommandSpan(head.Id, head.Action, head.Site);
        Requests = Math.Max(1, requests?.Count ?? 1);
        _drift = new DriftCheck(requests);
        Weight = CommandRoom.Weight(requests);
        Bodies = services.Uploads.Take(requests);
        Subject = AuditWords.Command(head.Id, head.Action, requests ?? []);
    }

    /// <summary>Changes only when its seller goes; see <see cref="CommandTable.Retire"/>.</summary>
    public CommandHead Head { get; set; }

    public Lane Lane { get; }

    /// <summary>Who waits for it.</summary>
    public CommandCallers Callers { get; }

    /// <summary>About what its requests take in memory until it ends, in bytes.</summary>
    public long Weight { get; }

    /// <summary>Method and path of what was asked, for the audit list.</summary>
    public string Subject { get; }

    public CommandState State { get; private set; }

    /// <summary>The browser that has it, or had it.</summary>
    public string? Browser { get; private set; }

    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>How it ended; null before. An unknown end may be replaced by a known one.</summary>
    public CommandOutcome? Outcome { get; private set; }

    /// <summary>Completes with its first end, once it may be told.</summary>
    public Task<CommandOutcome> Ended => Callers.Ended;

    /// <summary>State and outcome as callers may see them: an end that may not be told yet is not there yet.</summary>
    public (CommandState State, CommandOutcome? Outcome) Shown
    {
        get { lock (_lock) return State.IsEnd() && !_told ? (_before, null) : (State, Outcome); }
    }

    /// <summary>Its end is on disk, or need not be.</summary>
    public Task Durable
    {
        get { lock (_lock) return _record.Durable; }
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
    public override int AtOnce => Head.Action == CommandAction.Sequential ? 1 : Requests;

    /// <inheritdoc/>
    public override string? AskedBrowser => Head.AskedBrowser;

    /// <inheritdoc/>
    public override bool HasBegun => State == CommandState.Running;

    /// <inheritdoc/>
    public override bool MustNotLeave
    {
        get { lock (_lock) return _cancelAsked || State.IsEnd(); }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<BodySource> Bodies { get; }

    /// <summary>Its end has happened; the table keeps it from now on for its retention.</summary>
    public event Action<LiveCommand>? HasEnded;

    /// <summary>It was accepted: its deadline runs.</summary>
    public void Start()
    {
        var left = _deadline.Left;
        lock (_lock)
        {
            if (State.IsEnd()) return;
            _deadline.Start(left);
        }

        Callers.Accept();
        _services.News.Accepted(this);
    }

    /// <summary>It could not be accepted; whoever repeats it under the same key hears the same.</summary>
    public void Reject(Exception problem)
    {
        _services.Uploads.Release(Bodies);
        Callers.Reject(problem);
    }

    /// <summary>Its key belongs to a command that was accepted before; whoever repeats it under the same key is led there too.</summary>
    public void Yield(CommandRow record)
    {
        _services.Uploads.Release(Bodies);
        Callers.Accept(record);
    }

    /// <summary>Its record says that it left, or may have left, for a browser.</summary>
    public void Recorded(string browser, DateTimeOffset at)
    {
        _record.Names(browser);
        (Browser, SentAt) = (browser, at);
    }

    /// <summary>After a restart: it was sent, as its record says.</summary>
    public void RestoreSent()
    {
        // The store may be one that was put back: its browser may have said how it ended, and have forgotten it since.
        lock (_lock) (State, _restored) = (CommandState.Sent, true);
    }

    /// <inheritdoc/>
    public override bool LeavesPausedLane(DateTimeOffset? until) => Callers.OnLine && (until is null || until > Head.Deadline);

    /// <inheritdoc/>
    public override Command Message(int parallel, int gapMs)
    {
        var left = Math.Max(1, _deadline.Left.TotalMilliseconds);
        return new Command(Head.Id, Head.Action, Head.Site, Head.Backend, (int)left, parallel, gapMs, _requests, Trace: _span.TraceParent);
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

        try
        {
            if (IsWrite) await _record.MarkSentAsync(browser, now);
        }
        catch (BridgeException problem)
        {
            await FailAsync(problem.Code, problem.Message);
            return false;
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

        if (_deadline.Left <= TimeSpan.Zero) _deadline.Pass(late: true);
        else Lane.GiveBack(this);
        _services.News.Changed(this);
    }

    /// <inheritdoc/>
    public override Task EndedAsync(CommandResult result)
    {
        if (TryEnd(End(result), SiteSignal.Of(result), result.Outcome == "done", out var durable)) return durable;
        // Its deadline may have ended it a moment before: then this word settles that end, on disk too.
        return State.IsEnd() && Browser is { } browser ? SettleAsync(result, browser) : Durable;
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
            atOnce = !IsWrite || State == CommandState.Queued || State.IsEnd();
            _cancelAsked = true;
        }

        if (Browser is { } browser && _services.Sessions.TryGet(browser, out var session)) session.TryNotify(new Cancel(Id));
        if (!atOnce) return;
        await EndAsync(Ending.Cancelled(_services.Time.GetUtcNow()), default, answered: false);
        // On disk is a moment before told: whoever cancelled would still read the state before it.
        if (State.IsEnd()) await ((Task)Ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>The journal knows how an unknown write ended; completes when that is durable.</summary>
    public async Task SettleAsync(CommandResult result, string browser)
    {
        if (!State.IsEnd())
        {
            // It waits again, for the browser seemed not to have it; now it proves that it ran.
            if (Browser == browser) await EndedAsync(result);
            return;
        }

        await Durable;
        var outcome = End(result) with { SettledBy = "journal" };
        bool settles;
        lock (_lock)
        {
            settles = Browser == browser && CommandTransitions.May(State, outcome.State);
            if (settles)
            {
                (State, Outcome) = (outcome.State, outcome);
                // Until then its record says unknown: forgotten here, it would not be known any more.
                _ = _record.SettleAsync(outcome, browser);
            }
        }

        // Said twice, the second word must not be acknowledged before the first one is on the disk, either.
        await Durable;
        if (settles) _services.News.Ended(this, outcome);
    }

    /// <summary>Its deadline has passed.</summary>
    /// <param name="late">The moment of grace as well.</param>
    internal Task ExpireAsync(bool late)
    {
        var now = _services.Time.GetUtcNow();
        var online = false;
        lock (_lock)
        {
            if (State.IsEnd()) return Task.CompletedTask;
            if (State != CommandState.Queued)
                online = Browser is { } browser && _services.Sessions.TryGet(browser, out var session) && session.IsReady;
            if (online && !late)
            {
                _deadline.Prolong();
                return Task.CompletedTask;
            }
        }

        return EndAsync(Ending.AtDeadline(this, now), default, answered: false, atDeadline: true);
    }

    private CommandOutcome End(CommandResult result) => _drift.Note(Ending.Of(Head, IsWrite, HasBegun, Requests, result, _services.Time.GetUtcNow()), result);

    private Task EndAsync(CommandOutcome outcome, SiteSignal signal, bool answered, bool atDeadline = false) =>
        TryEnd(outcome, signal, answered, out var durable, atDeadline) ? durable : Durable;

    // False when it has ended already, or cannot end so.
    private bool TryEnd(CommandOutcome outcome, SiteSignal signal, bool answered, out Task durable, bool atDeadline = false)
    {
        bool missed;
        lock (_lock)
        {
            durable = _record.Durable;
            if (State.IsEnd() || !CommandTransitions.May(State, outcome.State)) return false;
            (_before, State, Outcome) = (State, outcome.State, outcome);
            missed = atDeadline && IsWrite && _before == CommandState.Sent && !_restored;
            _deadline.End();
            _requests = null;
            if (IsWrite) durable = _record.EndAsync(outcome);
        }

        if (Browser is { } browser && _services.Sessions.TryGet(browser, out var session))
        {
            if (missed) session.Miss(Id);
            else session.Forget(Id);
        }

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
        _span.End(outcome.State.Word(), outcome.Code);
        _services.News.Ended(this, outcome);
        Callers.Tell(outcome);
    }
}
