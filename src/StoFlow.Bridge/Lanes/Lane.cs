using StoFlow.Bridge.Sessions;
using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Lanes;

/// <summary>
/// The ordered queue of one account on one site. One write at a time, the requests of reads in parallel up to a limit, starts at least a gap apart,
/// and nothing at all while it is paused. A command whose browser is away does not hold up the others.
/// </summary>
internal sealed class Lane
{
    private readonly Lock _lock = new();
    private readonly LaneServices _services;
    private readonly LanePace _pace;
    private readonly LaneQueue _reads = new();
    private readonly LaneQueue _writes = new();
    // Of a read, how many requests it may have at the site at once; of a write, 0.
    private readonly Dictionary<string, int> _running = new(StringComparer.Ordinal);
    private readonly ITimer _timer;
    private int _reserved;
    private int _runningWrites;
    private int _readRequests;
    // By the clock that only runs: one that is set back by hours would stretch a gap as much.
    private long _nextRead;
    private long _nextWrite;
    private long _pauseEnds;
    private int _limitsInARow;

    public Lane(LaneKey key, LanePace pace, LanePause? pause, LaneServices services)
    {
        (Key, _pace, Pause, _services) = (key, pace, pause, services);
        _limitsInARow = pause?.Limit?.Attempts ?? pause?.Attempts ?? 0;
        _timer = services.Time.CreateTimer(static lane => ((Lane)lane!).Pump(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (pause?.Until is { } until) End(until);
    }

    public LaneKey Key { get; }

    /// <summary>Held while its pause is decided, set and told: browsers, readers and the disk hear of changes in the order in which they hold.</summary>
    public Lock Changing { get; } = new();

    /// <summary>Why it stands still; null while it goes.</summary>
    public LanePause? Pause { get; private set; }

    /// <summary>A place in the queue, taken before the record of a command is written; false when the lane is full.</summary>
    public bool TryReserve(int limit)
    {
        lock (_lock)
        {
            if (_reserved + _reads.Count + _writes.Count >= limit) return false;
            _reserved++;
            return true;
        }
    }

    /// <summary>A write that has its place would start at once: none runs, none waits, none else is being recorded, and the gap is over.</summary>
    public bool IsFree
    {
        get
        {
            lock (_lock)
                return Pause is null && _writes.Count == 0 && _runningWrites == 0 && _reserved <= 1 && _nextWrite <= _services.Time.GetTimestamp();
        }
    }

    /// <summary>Gives back a place that was not used.</summary>
    public void Release()
    {
        lock (_lock) _reserved--;
    }

    /// <summary>Lets a command wait for its turn, in the place reserved for it.</summary>
    public void Enqueue(PendingCommand command)
    {
        LanePause? leavesBy;
        lock (_lock)
        {
            _reserved--;
            // Its deadline or a cancellation may have been faster: the end has been here already, and nothing else would take it out again.
            if (command.MustNotLeave) return;
            leavesBy = Wait_NeedsLock(command, first: false);
        }

        Go(command, leavesBy);
    }

    /// <summary>After a restart: a command that waited (<paramref name="sent"/> false), or that may be running in its browser.</summary>
    public void Restore(PendingCommand command, bool sent)
    {
        lock (_lock)
        {
            if (sent) Run_NeedsLock(command);
            else QueueOf_NeedsLock(command).Add(command, first: false);
        }
    }

    /// <summary>A command that had its turn and never began waits again, before all others.</summary>
    public void GiveBack(PendingCommand command)
    {
        LanePause? leavesBy;
        lock (_lock)
        {
            Stop_NeedsLock(command.Id);
            if (command.MustNotLeave) return;
            leavesBy = Wait_NeedsLock(command, first: true);
        }

        Go(command, leavesBy);
    }

    /// <summary>A command has ended, wherever it was; what the site said with it may pause the lane.</summary>
    public void Finish(PendingCommand command, SiteSignal signal, bool answered)
    {
        lock (_lock)
        {
            Stop_NeedsLock(command.Id);
            QueueOf_NeedsLock(command).Remove(command.Id);
            if (signal.Code is null && answered && Pause is null) _limitsInARow = 0;
        }

        if (signal.Code is not null) _services.Book.Signal(this, signal);
        else Pump();
    }

    /// <summary>Stops or, with null, goes on; by the <see cref="LaneBook"/> only. Those that do not wait so long, for <see cref="Follow"/>; null when nothing changed.</summary>
    /// <param name="pause">Why it stands still.</param>
    /// <param name="byItself">Its time is over, which is no proof that the site is content: the next pause is longer.</param>
    public IReadOnlyList<PendingCommand>? Set(LanePause? pause, bool byItself)
    {
        lock (_lock)
        {
            var before = Pause;
            Pause = pause;
            // What a pause by hand covers is nobody's news.
            if (pause is null ? before is null : pause with { Limit = before?.Limit } == before) return null;
            if (pause is null && !byItself) _limitsInARow = 0;
            if (pause?.Until is { } until) End(until);
            return pause is null ? [] : [.. _reads.All.Concat(_writes.All).Where(command => command.LeavesPausedLane(pause.Until))];
        }
    }

    /// <summary>What follows from a change, once everybody has heard of it: a browser that held the site of its own accord would refuse what comes before the word.</summary>
    public void Follow(LanePause? pause, IReadOnlyList<PendingCommand> leaving)
    {
        foreach (var command in leaving) _ = command.FailAsync(pause!.Code, pause.Detail);
        if (pause is null) Pump();
    }

    /// <summary>The pause that follows from a limit of the site.</summary>
    public LanePause PauseFor(SiteSignal signal, DateTimeOffset now)
    {
        lock (_lock)
        {
            var until = signal.Until(now) ?? now + _pace.BackOff(_limitsInARow);
            // A longer pause that is set already stays.
            if (Pause is { } held && held.Until > until) return held;
            var limit = LanePause.OfSite(until, ++_limitsInARow);
            return Pause is { Until: null } byHand ? byHand with { Limit = byHand.Limit?.Until > until ? byHand.Limit : limit } : limit;
        }
    }

    public int? PositionOf(PendingCommand command)
    {
        lock (_lock)
        {
            if (QueueOf_NeedsLock(command).PositionOf(command.Id) is not { } before) return null;
            return command.IsWrite ? before + _runningWrites : before;
        }
    }

    public (int Waiting, int Running) Counts
    {
        get { lock (_lock) return (_reads.Count + _writes.Count, _running.Count); }
    }

    /// <summary>Starts whatever may start now.</summary>
    public void Pump()
    {
        List<(PendingCommand Command, BrowserSession Session)>? started = null;
        LanePause? over = null;
        lock (_lock)
        {
            var now = _services.Time.GetTimestamp();
            if (Pause is { Until: { } until })
            {
                var left = Left_NeedsLock(until, now);
                // A timer may fire a moment before the clock gets there; without another one the lane would stand for ever.
                if (left > TimeSpan.Zero) Arm(left);
                else over = Pause;
            }

            if (Pause is null)
            {
                while (Next_NeedsLock(now) is { } next) (started ??= []).Add(next);
                ArmForGap_NeedsLock(now);
            }
        }

        if (over is not null) _services.Book.TimeIsOver(this, over);
        if (started is null) return;
        foreach (var (command, session) in started) _ = SendAsync(command, session);
    }

    private async Task SendAsync(PendingCommand command, BrowserSession session)
    {
        try
        {
            // It ended, or could not be recorded: the end has taken it out of the lane.
            if (!await command.MarkSentAsync(session.Browser.Id)) return;
            if (Pause is not null
                || !await session.SendAsync(command, command.IsWrite ? 1 : _pace.ParallelReads, _pace.GapMs(command.IsWrite), CancellationToken.None))
                command.GiveBack();
        }
        catch (Exception problem)
        {
            // Nobody waits here to hear of it, and the command would keep its turn until its deadline. Once the browser counts on it, it may have run.
            await _services.Book.NotSentAsync(command, mayRun: session.Awaits(command.Id), problem);
        }
    }

    private (PendingCommand Command, BrowserSession Session)? Next_NeedsLock(long now)
    {
        if (_writes.Count > 0 && _runningWrites == 0 && _nextWrite <= now && First(_writes) is { } write)
        {
            _nextWrite = now + Ticks((double)_pace.WriteGapMs * write.Command.Requests);
            return Start(_writes, write);
        }

        if (_reads.Count > 0 && _readRequests < _pace.ParallelReads && _nextRead <= now && First(_reads) is { } read
            && _readRequests + AtOnce(read.Command) <= _pace.ParallelReads)
        {
            _nextRead = now + Ticks((double)_pace.ReadGapMs * read.Command.Requests);
            return Start(_reads, read);
        }

        return null;

        (PendingCommand Command, BrowserSession Session)? First(LaneQueue queue)
        {
            // Without any browser a full queue is not worth a walk.
            if (!_services.Sessions.AnyReady(Key.Seller)) return null;
            foreach (var command in queue.All)
                if (_services.Sessions.Choose(Key.Seller, Key.Site, command.AskedBrowser) is { } session) return (command, session);
            return null;
        }

        (PendingCommand Command, BrowserSession Session) Start(LaneQueue queue, (PendingCommand Command, BrowserSession Session) next)
        {
            queue.Remove(next.Command.Id);
            Run_NeedsLock(next.Command);
            return next;
        }
    }

    // The lane may have stopped since the command was let in; the pause by which it goes again, if it does not wait.
    private LanePause? Wait_NeedsLock(PendingCommand command, bool first)
    {
        if (Pause is { } pause && command.LeavesPausedLane(pause.Until)) return pause;
        QueueOf_NeedsLock(command).Add(command, first);
        return null;
    }

    private void Go(PendingCommand command, LanePause? leavesBy)
    {
        if (leavesBy is null) Pump();
        else _ = command.FailAsync(leavesBy.Code, leavesBy.Detail);
    }

    private LaneQueue QueueOf_NeedsLock(PendingCommand command) => command.IsWrite ? _writes : _reads;

    private int AtOnce(PendingCommand command) => Math.Min(command.AtOnce, _pace.ParallelReads);

    private void Run_NeedsLock(PendingCommand command)
    {
        _running[command.Id] = command.IsWrite ? 0 : AtOnce(command);
        if (command.IsWrite) _runningWrites++;
        else _readRequests += AtOnce(command);
    }

    private void Stop_NeedsLock(string id)
    {
        if (!_running.Remove(id, out var requests)) return;
        if (requests == 0) _runningWrites--;
        else _readRequests -= requests;
    }

    private void ArmForGap_NeedsLock(long now)
    {
        var next = long.MaxValue;
        if (_writes.Count > 0 && _runningWrites == 0 && _nextWrite > now) next = _nextWrite;
        if (_reads.Count > 0 && _nextRead > now && _nextRead < next) next = _nextRead;
        if (next != long.MaxValue) Arm(_services.Time.GetElapsedTime(now, next));
    }

    private void End(DateTimeOffset until)
    {
        var wait = until - _services.Time.GetUtcNow();
        _pauseEnds = _services.Time.GetTimestamp() + Ticks(wait.TotalMilliseconds);
        Arm(wait);
    }

    // By whichever clock is there first: the wall clock may have been set back, the other one stands still while the machine sleeps.
    private TimeSpan Left_NeedsLock(DateTimeOffset until, long now)
    {
        var (byWall, byTimer) = (until - _services.Time.GetUtcNow(), _services.Time.GetElapsedTime(now, _pauseEnds));
        return byWall < byTimer ? byWall : byTimer;
    }

    private long Ticks(double milliseconds) => (long)(milliseconds * _services.Time.TimestampFrequency / 1_000);

    private void Arm(TimeSpan wait) => _timer.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
}
