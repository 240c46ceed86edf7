using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Wire;
using StoFlow.Protocol;
using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Sessions;

/// <summary>What the bridge keeps for a browser across its connections: what was sent and has not ended, and how the browser stands.</summary>
internal sealed class BrowserSession(BrowserIdentity browser, LateWord late, BodyInlet inlet)
{
    /// <summary>Each may change every lane of the seller, and each change is a line on the disk.</summary>
    public const int MostLaneAsks = 200;

    // A lane has one write at a time, so there are few; without a limit a browser that never comes back would gather them.
    private const int MostMissed = 1_000;

    private readonly Lock _lock = new();
    private readonly AskLimit _laneAsks = new(MostLaneAsks);
    private readonly Dictionary<string, SentCommand> _sent = new(StringComparer.Ordinal);
    private readonly HashSet<string> _missed = new(StringComparer.Ordinal);
    private WireConnection? _connection;
    private bool _ready;

    /// <summary>The browser as it last connected.</summary>
    public BrowserIdentity Browser { get; private set; } = browser;

    /// <summary>Bodies that the browser hands over.</summary>
    public BodyInlet Inlet => inlet;

    /// <summary>Made anew with the session, not with its connections.</summary>
    public string SessionId { get; } = Guid.NewGuid().ToString("N");

    /// <summary>What the plugin last said of itself; null before its first word.</summary>
    public BrowserStatus? Status { get; private set; }

    /// <summary>When it last connected or said how it stands.</summary>
    public DateTimeOffset LastSeen { get; private set; }

    /// <summary>When anything last came from it; every ping has its answer.</summary>
    public DateTimeOffset SeenAt(DateTimeOffset now) => Volatile.Read(ref _connection) is { } connection ? now - connection.SilentFor : LastSeen;

    /// <summary>A connection is there.</summary>
    public bool IsOnline => Volatile.Read(ref _connection) is not null;

    /// <summary>The plugin has said what it holds: commands may be sent.</summary>
    public bool IsReady => Volatile.Read(ref _ready);

    /// <summary>It is the browser that a caller named; any is when it named none.</summary>
    public bool Fits(string? asked) => asked is null || Browser.Id == asked;

    /// <summary>Takes a new connection; the one it replaces, if any.</summary>
    public WireConnection? Attach(WireConnection connection, BrowserIdentity identity, DateTimeOffset now)
    {
        lock (_lock)
        {
            var replaced = _connection;
            (_connection, _ready) = (connection, false);
            (Browser, LastSeen) = (identity, now);
            Status = null;
            return replaced;
        }
    }

    /// <summary>A connection has ended; true when it was the current one.</summary>
    public bool Detach(WireConnection connection, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_connection != connection) return false;
            (_connection, _ready, LastSeen) = (null, false, now);
            return true;
        }
    }

    /// <summary>The plugin said how it stands; true when that differs from before.</summary>
    public bool Stand(BrowserStatus status, DateTimeOffset now)
    {
        lock (_lock)
        {
            var changed = Status is null || Status.Paused != status.Paused || !Status.Sites.SequenceEqual(status.Sites);
            (Status, LastSeen) = (status, now);
            return changed;
        }
    }

    /// <summary>It asks for a lane to pause or resume; false when it does so without end. Counted across its connections.</summary>
    public bool MayAskLanes(TimeSpan now) => _laneAsks.TryTake(now);

    /// <summary>After a restart: a command that was sent, or may have been, waits for this browser's word.</summary>
    public void Adopt(PendingCommand command)
    {
        lock (_lock) _sent[command.Id] = SentCommand.Adopted(command);
    }

    /// <summary>Sends a command. False when the browser is not ready; then nothing has left.</summary>
    public async ValueTask<bool> SendAsync(PendingCommand command, int parallel, int gapMs, CancellationToken ct)
    {
        if (Volatile.Read(ref _connection) is not { } connection) return false;
        var sent = SentCommand.Of(command, parallel, gapMs, connection.Age);
        lock (_lock)
        {
            if (!_ready || _connection != connection || command.MustNotLeave) return false;
            _sent[command.Id] = sent;
        }

        // When the connection ends before the frame has left, the next one's holdings tell that it is to be sent again.
        var frame = sent.Frame;
        sent.FrameLeft();
        if (!connection.TrySend(frame)) await connection.SendFrameAsync(frame, ct);
        return true;
    }

    /// <summary>Tells the plugin something that needs no answer. False when there is no connection, or one that still waits for its <c>welcome</c>: a plugin takes nothing else before.</summary>
    public bool TryNotify(WireMessage message) =>
        Volatile.Read(ref _connection) is { Welcomed: true } connection && connection.TrySend(WireCodec.Write(message));

    /// <summary>Stops waiting for a command, without the browser's word.</summary>
    public void Forget(string id)
    {
        lock (_lock) _sent.Remove(id);
    }

    /// <summary>
    /// Stops waiting for a write whose deadline has passed without any word of the browser on it. Whether it ever had it is proved by what it says next that it holds.
    /// </summary>
    public void Miss(string id)
    {
        lock (_lock)
            // No longer waited for, or here but for its body: the word has come.
            if (_sent.Remove(id, out var sent) && sent.Result is null && _missed.Count < MostMissed) _missed.Add(id);
    }

    /// <summary>A body of a command that runs here; null for any other.</summary>
    public BodySource? FindBody(string bodyId)
    {
        lock (_lock)
        {
            foreach (var sent in _sent.Values)
                if (sent.Find(bodyId) is { } body) return body;
            return null;
        }
    }

    /// <summary>Whether a command of this id runs here.</summary>
    public bool Awaits(string id)
    {
        lock (_lock) return _sent.ContainsKey(id);
    }

    /// <summary>The browser began a command.</summary>
    public void Begun(string id)
    {
        PendingCommand? command;
        lock (_lock)
        {
            command = _sent.GetValueOrDefault(id)?.Command;
            _missed.Remove(id);
        }

        command?.Begun();
    }

    /// <summary>Keeps a result until its body is here; false when no command of this browser waits for it.</summary>
    public bool Hold(CommandResult result)
    {
        lock (_lock)
        {
            if (!_sent.TryGetValue(result.Id, out var sent)) return false;
            sent.Result = result;
            return true;
        }
    }

    /// <summary>The result that waited for a body.</summary>
    public CommandResult? Held(string id)
    {
        lock (_lock) return _sent.GetValueOrDefault(id)?.Result;
    }

    /// <summary>A command ended in the browser; acknowledged over <paramref name="connection"/> once that is durable.</summary>
    public void Take(CommandResult result, WireConnection connection)
    {
        SentCommand? sent;
        lock (_lock)
        {
            _sent.Remove(result.Id, out sent);
            _missed.Remove(result.Id);
        }

        connection.AcknowledgeAfter(sent is null ? late.TakeAsync(Browser.Id, result) : sent.Command.EndedAsync(result), result.Id);
    }

    /// <summary>
    /// Compares what was sent with what the plugin holds (<c>docs/protocol.md</c> §9); from here on commands may be sent. False when another connection has taken
    /// the place of this one meanwhile: what that one's plugin holds is not known yet.
    /// </summary>
    public bool Reconcile(PluginHoldings held, WireConnection connection)
    {
        List<PendingCommand> back = [], unknown = [];
        List<string> cancelled = [], never;
        lock (_lock)
        {
            if (_connection != connection) return false;
            foreach (var sent in _sent.Values)
            {
                if (held.Keeps(sent.Command.Id))
                {
                    if (sent.Command.MustNotLeave) cancelled.Add(sent.Command.Id);
                    continue;
                }

                // A write that began and is not held any more has lost its journal: sent again, it might run twice.
                var lost = sent.Command.IsWrite && (sent.Command.HasBegun || held.Begun.Contains(sent.Command.Id));
                (lost ? unknown : back).Add(sent.Command);
            }

            foreach (var command in back.Concat(unknown)) _sent.Remove(command.Id);
            _missed.ExceptWith(held.Begun);
            never = [.. _missed.Where(id => !held.Keeps(id))];
            _missed.ExceptWith(never);
            _ready = true;
        }

        foreach (var command in unknown)
            connection.AcknowledgeAfter(command.FailAsync(ErrorCode.OutcomeUnknown, "The browser began it and stopped before its end."), command.Id);
        foreach (var id in held.Begun.Except(unknown.Select(command => command.Id), StringComparer.Ordinal))
            connection.AcknowledgeAfter(late.BegunAsync(Browser.Id, id), id);
        foreach (var command in back) command.GiveBack();
        // Unknown so far; it surely did not begin, and cannot any more.
        foreach (var id in never) connection.AcknowledgeAfter(late.TakeAsync(Browser.Id, new CommandResult(id, "expired", 0)), id);
        // Whoever cancelled while the line was down was not heard by the plugin, and it may not have begun yet.
        foreach (var id in cancelled) connection.TrySend(WireCodec.Write(new Cancel(id)));
        return true;
    }

    /// <summary>Ends for good: closes the connection and ends what waits, since the browser's word will not come.</summary>
    public void End(Refusal why)
    {
        WireConnection? connection;
        List<PendingCommand> waiting;
        lock (_lock)
        {
            (connection, _connection, _ready) = (_connection, null, false);
            waiting = [.. _sent.Values.Select(sent => sent.Command)];
            _sent.Clear();
        }

        connection?.Close(CloseCode.NotIdentified, why.Code, new Refused(why.Code, why.Detail));
        foreach (var command in waiting)
            _ = command.FailAsync(
                command.IsWrite ? ErrorCode.OutcomeUnknown : ErrorCode.NoBrowser,
                command.IsWrite ? "Its browser was unpaired before it said how the write ended." : "Its browser was unpaired.");
        inlet.Dispose();
    }
}
