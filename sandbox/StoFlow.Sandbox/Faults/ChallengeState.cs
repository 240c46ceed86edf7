namespace StoFlow.Sandbox.Faults;

/// <summary>Whether a bot check has been shown and not settled, and how many calls came all the same.</summary>
internal sealed class ChallengeState(TimeProvider time)
{
    private readonly Lock _lock = new();
    private long _since;

    public long Served { get; private set; }

    public long CallsAfter { get; private set; }

    public long PagesAfter { get; private set; }

    public bool Pending { get; private set; }

    /// <summary>The check that stands until it is solved; null when none does.</summary>
    public Fault? Standing { get; private set; }

    /// <summary>Those of <see cref="CallsAfter"/> that began a quarter of a second or more after the check: no excuse of having been under way.</summary>
    public long LateCallsAfter { get; private set; }

    /// <summary>Counts a call that begins; true when a check was shown before it.</summary>
    public bool NoteCall()
    {
        lock (_lock)
        {
            if (!Pending) return false;
            CallsAfter++;
            if (time.GetElapsedTime(_since) >= TimeSpan.FromMilliseconds(250)) LateCallsAfter++;
            return true;
        }
    }

    public void NotePage()
    {
        lock (_lock)
            if (Pending) PagesAfter++;
    }

    public void Show(Fault fault)
    {
        lock (_lock)
            if (fault.Sticky) Standing = fault;
    }

    /// <summary>The check goes out: calls that begin from now on are counted.</summary>
    public void Shown()
    {
        lock (_lock)
        {
            Served++;
            if (Pending) return;
            Pending = true;
            _since = time.GetTimestamp();
            CallsAfter = LateCallsAfter = PagesAfter = 0;
        }
    }

    /// <summary>Somebody settled it; true when one was open.</summary>
    public bool Solve()
    {
        lock (_lock)
        {
            var open = Pending || Standing is not null;
            Pending = false;
            Standing = null;
            return open;
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            Pending = false;
            Standing = null;
            Served = CallsAfter = LateCallsAfter = PagesAfter = 0;
        }
    }
}
