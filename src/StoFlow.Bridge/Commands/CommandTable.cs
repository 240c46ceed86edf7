using System.Collections.Concurrent;
using StoFlow.Bridge.Storage;
using StoFlow.Protocol;

namespace StoFlow.Bridge.Commands;

/// <summary>
/// Commands in memory: all that have not ended, and the latest that have, for whoever asks for them again. A write that was done is left to its record:
/// thousands of them that live for seconds and then go are what a collector does worst with.
/// </summary>
internal sealed class CommandTable(BridgeOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, LiveCommand> _byId = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<CommandKey, LiveCommand> _byKey = new();
    // Not a concurrent one: that holds on to what was taken out of it once somebody has peeked, many times what may be kept.
    private readonly Queue<(LiveCommand Command, long Bytes)> _ended = new();
    private readonly Lock _lock = new();
    private long _endedBytes;
    private readonly CommandRoom _room = new(options.Limits);

    /// <summary>Commands that have not ended.</summary>
    public int Live => _room.Commands;

    /// <summary>Why a seller may not have this one, too, while it has not ended; null when there is room.</summary>
    public string? WhyNoRoom(CommandDraft draft) => _room.WhyNot(draft.Seller, CommandRoom.Weight(draft.Requests));

    /// <summary>The command of an id.</summary>
    public LiveCommand? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The command of a key.</summary>
    public LiveCommand? Find(CommandKey key) => _byKey.GetValueOrDefault(key);

    /// <summary>Takes the key for a command; the one that has it already, or null.</summary>
    public LiveCommand? Claim(LiveCommand command)
    {
        if (KeyOf(command) is not { } key) return null;
        var holder = _byKey.GetOrAdd(key, command);
        return holder == command ? null : holder;
    }

    /// <summary>Gives the key of a command that was not accepted back.</summary>
    public void Unclaim(LiveCommand command)
    {
        if (KeyOf(command) is { } key) _byKey.TryRemove(new KeyValuePair<CommandKey, LiveCommand>(key, command));
    }

    /// <summary>A command was accepted.</summary>
    public void Add(LiveCommand command)
    {
        _room.Take(OwnerOf(command), command.Weight);
        // Before anybody can find it: whoever ended it in between would leave it here, and its room taken, for good.
        command.HasEnded += Retain;
        _byId[command.Id] = command;
    }

    /// <summary>A seller is gone: its commands go on under another name, and their keys are free.</summary>
    public void Retire(string seller, string name)
    {
        foreach (var (_, command) in _byId)
        {
            if (command.Seller != seller) continue;
            Unclaim(command);
            command.Head = command.Head with { Seller = name };
        }
    }

    /// <summary>Cancels those that have not ended; completes when that may be told. The last in the queue goes first, so that none moves up meanwhile.</summary>
    public Task CancelAsync(Func<LiveCommand, bool> whose) => Task.WhenAll(_byId
        .Select(pair => pair.Value)
        .Where(command => whose(command) && !command.State.IsEnd())
        .OrderByDescending(command => command.Id, StringComparer.Ordinal)
        .Select(command => command.CancelAsync()));

    /// <summary>The bridge stops: nobody waits on the line any longer.</summary>
    public void LetGo()
    {
        foreach (var (_, command) in _byId) command.Callers.LetGo(command.Id, command.IsWrite);
    }

    /// <summary>Those in memory that a page asks for: reads, and writes whose record may lag behind.</summary>
    public IEnumerable<LiveCommand> Match(CommandQuery query) => _byId
        .Select(pair => pair.Value)
        .Where(command => (query.Sellers?.Contains(command.Seller, StringComparer.Ordinal) ?? true)
            && (query.State is null || command.Shown.State == query.State)
            && (query.After is null || string.CompareOrdinal(command.Id, query.After) < 0));

    /// <summary>Forgets what is too old or too much.</summary>
    public void Sweep()
    {
        lock (_lock) Sweep_NeedsLock();
    }

    private void Sweep_NeedsLock()
    {
        var oldest = time.GetUtcNow().AddMinutes(-options.Retention.ReadMinutes);
        while (_ended.TryPeek(out var first)
            && (first.Command.Outcome!.At < oldest || _ended.Count > options.Retention.Reads || IsTooMuch_NeedsLock()))
        {
            _ended.Dequeue();
            _endedBytes -= first.Bytes;
            // While its end is not on disk this is the only place that knows it. It waits alone: on a full disk, what ended after it would gather without bound.
            if (first.Command.Durable.IsCompleted) Forget(first.Command);
            else _ = ForgetOnceDurableAsync(first.Command);
        }
    }

    // The newest stays, however big: it has ended only now, and whoever queued it has not had a chance to fetch it.
    private bool IsTooMuch_NeedsLock() => _endedBytes > options.Retention.ReadBytes && _ended.Count > 1;

    private async Task ForgetOnceDurableAsync(LiveCommand command)
    {
        var durable = command.Durable;
        await durable.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (durable.IsCompletedSuccessfully) Forget(command);
    }

    private void Forget(LiveCommand command)
    {
        _byId.TryRemove(command.Id, out _);
        Unclaim(command);
    }

    private void Retain(LiveCommand command)
    {
        _room.Give(OwnerOf(command), command.Weight);
        if (command is { IsWrite: true, Outcome.State: CommandState.Done })
        {
            _ = ForgetOnceDurableAsync(command);
            return;
        }

        var bytes = Weight(command.Outcome!);
        lock (_lock)
        {
            _endedBytes += bytes;
            _ended.Enqueue((command, bytes));
            if (_ended.Count > options.Retention.Reads + 64 || _endedBytes > options.Retention.ReadBytes) Sweep_NeedsLock();
        }
    }

    // Its seller's name may become another while it lives; its lane stays.
    private static string OwnerOf(LiveCommand command) => command.Lane.Key.Seller;

    private static CommandKey? KeyOf(LiveCommand command) =>
        command.Head.Key is { } key ? new CommandKey(command.Seller, command.Head.Owner, key) : null;

    // Near enough: what dominates is the site's data.
    private static long Weight(CommandOutcome outcome)
    {
        long bytes = 1_024;
        if (outcome.Answer is not { } answer) return bytes;
        if (answer.Data is { } data) bytes += data.GetRawTextLength();
        foreach (var response in answer.Results ?? [])
            bytes += 512 + (response.Data?.GetRawTextLength() ?? 0);
        return bytes;
    }
}
