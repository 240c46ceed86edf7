using System.Collections.Concurrent;

namespace StoFlow.Harness.Faults.Judging;

/// <summary>What was wanted and what the callers were told: one side of the judgement. The ledger is the other.</summary>
internal sealed class WriteLog
{
    private readonly ConcurrentBag<IntendedWrite> _writes = [];
    private readonly ConcurrentBag<string> _broken = [];
    private int _numbers;
    private int _ended;
    private int _commands;
    private int _settledByLook;
    private int _settledByJournal;
    private int _unknownMet;
    private int _storeRefusals;
    private int _done;

    /// <summary>All writes, also those that have not ended.</summary>
    public IReadOnlyCollection<IntendedWrite> Writes => _writes;

    /// <summary>Writes whose caller has its last word.</summary>
    public int Ended => Volatile.Read(ref _ended);

    /// <summary>Commands under a key of their own.</summary>
    public int Commands => Volatile.Read(ref _commands);

    /// <summary>Writes that a caller was told are done.</summary>
    public int Done => Volatile.Read(ref _done);

    /// <summary>Answers <c>storage_unavailable</c>.</summary>
    public int StoreRefusals => Volatile.Read(ref _storeRefusals);

    /// <summary>Outcomes that were unknown at first.</summary>
    public int UnknownMet => Volatile.Read(ref _unknownMet);

    /// <summary>Unknown outcomes that a look at the shop settled.</summary>
    public int SettledByLook => Volatile.Read(ref _settledByLook);

    /// <summary>Unknown outcomes that the plugin's journal settled.</summary>
    public int SettledByJournal => Volatile.Read(ref _settledByJournal);

    /// <summary>Promises broken that the ledger cannot show, such as an accepted command that never ends.</summary>
    public IReadOnlyCollection<string> Broken => _broken;

    public IntendedWrite Begin(WriteKind kind, long? itemId = null)
    {
        var write = new IntendedWrite(Interlocked.Increment(ref _numbers), kind, itemId);
        _writes.Add(write);
        return write;
    }

    public void End(IntendedWrite write, Told told)
    {
        write.Told = told;
        if (told is Told.Done) Interlocked.Increment(ref _done);
        Interlocked.Increment(ref _ended);
    }

    public void Sent() => Interlocked.Increment(ref _commands);

    public void RefusedByStore() => Interlocked.Increment(ref _storeRefusals);

    public void MetUnknown() => Interlocked.Increment(ref _unknownMet);

    public void SettledLook() => Interlocked.Increment(ref _settledByLook);

    public void SettledJournal() => Interlocked.Increment(ref _settledByJournal);

    public void Break(string what) => _broken.Add(what);
}
