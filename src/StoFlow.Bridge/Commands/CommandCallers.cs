using StoFlow.Bridge.Storage;
using StoFlow.Protocol;

namespace StoFlow.Bridge.Commands;

/// <summary>Who waits for a command: for its acceptance, and on the line for its end.</summary>
internal sealed class CommandCallers
{
    // What waits runs where it is completed: the last step of an end, outside all locks.
    private readonly TaskCompletionSource<CommandOutcome> _ended = new();
    private readonly TaskCompletionSource<CommandRow?> _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _onLine;
    private int _waiters;

    /// <summary>A caller waits on the line: it rather hears at once that a lane stands still.</summary>
    public bool OnLine
    {
        get => _onLine;
        init => _onLine = value;
    }

    /// <summary>How many wait for its end.</summary>
    public int Waiting => Volatile.Read(ref _waiters);

    /// <summary>Completes when it was accepted, or with the record of the one that had its key before; fails when it could not be.</summary>
    public Task<CommandRow?> Accepted => _accepted.Task;

    /// <summary>Completes with its first end, once it may be told.</summary>
    public Task<CommandOutcome> Ended => _ended.Task;

    /// <summary>It was accepted, or is another's, whose record this is.</summary>
    public void Accept(CommandRow? other = null) => _accepted.TrySetResult(other);

    /// <summary>It could not be accepted. That nobody may wait for it is no fault.</summary>
    public void Reject(Exception problem) => _ = _accepted.TrySetException(problem) ? _accepted.Task.Exception : null;

    /// <summary>It has ended, and that may be told.</summary>
    public void Tell(CommandOutcome outcome) => _ended.TrySetResult(outcome);

    /// <summary>The bridge stops: whoever waits on the line is told what that means.</summary>
    public void LetGo(string id, bool isWrite) => _ended.TrySetException(isWrite
        ? new BridgeException(
            ErrorCode.OutcomeUnknown, $"The bridge stops. The write is recorded and goes on: ask GET /api/commands/{id} when the bridge is back.",
            commandId: id)
        : new BridgeException(ErrorCode.Timeout, "The bridge stops; send the read again.", commandId: id));

    /// <summary>Somebody else counts on it, who does not wait on the line: it lives without whoever does.</summary>
    public void Detach() => _onLine = false;

    /// <summary>A caller waits for its end.</summary>
    public void Join() => Interlocked.Increment(ref _waiters);

    /// <summary>A caller stopped waiting; true when it was the last.</summary>
    public bool Leave() => Interlocked.Decrement(ref _waiters) == 0;
}
