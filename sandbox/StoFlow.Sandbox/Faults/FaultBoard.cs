namespace StoFlow.Sandbox.Faults;

/// <summary>The faults waiting, oldest first. Taking one is atomic, so parallel calls never share a hit.</summary>
internal sealed class FaultBoard
{
    private const int Limit = 1_000;
    private readonly Lock _lock = new();
    private readonly List<Fault> _faults = [];
    private volatile int _count;
    private int _era;

    public bool Add(Fault fault)
    {
        lock (_lock)
        {
            _faults.RemoveAll(f => f.Left <= 0);
            if (_faults.Count >= Limit) return false;
            fault.Era = _era;
            _faults.Add(fault);
            _count = _faults.Count;
            return true;
        }
    }

    /// <summary>The faults that hit this call: those that leave the answer as it is, and at most one that decides it.</summary>
    public IReadOnlyList<Fault> Take(string path, string method, bool write)
    {
        if (_count == 0) return [];
        var taken = new List<Fault>(1);
        lock (_lock)
        {
            foreach (var fault in _faults)
            {
                if (!fault.Fits(path, method, write)) continue;
                if (fault.Skip > 0)
                {
                    fault.Skip--;
                    continue;
                }

                fault.Left--;
                fault.Hits++;
                taken.Add(fault);
                if (fault.Kind is not (FaultKind.Slow or FaultKind.Cacheable)) break;
            }

            _faults.RemoveAll(f => f.Left <= 0);
            _count = _faults.Count;
        }

        return taken;
    }

    /// <summary>A page is about to be shown: whether it must come without its token.</summary>
    public bool TakePageWithoutToken()
    {
        if (_count == 0) return false;
        lock (_lock)
        {
            var fault = _faults.Find(f => f is { Kind: FaultKind.CsrfAbsent, Left: > 0 });
            if (fault is null) return false;
            fault.Left--;
            fault.Hits++;
            return true;
        }
    }

    /// <summary>The write it was meant for was refused: it hits the next one instead, unless all were cleared since.</summary>
    public void GiveBack(Fault fault)
    {
        lock (_lock)
        {
            if (fault.Era != _era) return;
            fault.Left++;
            fault.Hits--;
            if (!_faults.Contains(fault)) _faults.Insert(0, fault);
            _count = _faults.Count;
        }
    }

    public Fault[] Waiting()
    {
        lock (_lock) return [.. _faults.Where(f => f.Left > 0)];
    }

    public void Clear()
    {
        lock (_lock)
        {
            foreach (var fault in _faults) fault.Left = 0;
            _faults.Clear();
            _era++;
            _count = 0;
        }
    }
}
