namespace StoFlow.Harness.Faults;

/// <summary>Which faults come when, all from the seed. There are always more: a fault that finds no victim is followed by another.</summary>
internal sealed class FaultPlan
{
    // A standstill and a full disk take seconds; a broken line takes none. The common ones are common here too.
    private static readonly Dictionary<FaultKind, int> Weights = new()
    {
        [FaultKind.BridgeKill] = 7,
        [FaultKind.BrowserKill] = 9,
        [FaultKind.Suspended] = 9,
        [FaultKind.SocketCut] = 12,
        [FaultKind.SocketFrozen] = 5,
        [FaultKind.SocketThawed] = 4,
        [FaultKind.ResultLost] = 9,
        [FaultKind.FrameDoubled] = 10,
        [FaultKind.CallerGone] = 10,
        [FaultKind.SiteSlow] = 6,
        [FaultKind.SiteWrite504] = 7,
        [FaultKind.SiteWriteClose] = 7,
        [FaultKind.SiteClose] = 6,
        [FaultKind.DiskFull] = 3,
    };

    private readonly Random _random;
    private readonly FaultKind[] _bag;
    private readonly double _apart;
    private readonly int _lanes;
    private readonly Queue<FaultKind> _next = new();
    private int _number;
    private bool _dealt;

    public FaultPlan(FaultOptions options, IReadOnlyCollection<FaultKind> possible, int lanes)
    {
        _random = new Random(options.Seed);
        _bag = [.. Weights.Where(pair => possible.Contains(pair.Key)).SelectMany(pair => Enumerable.Repeat(pair.Key, pair.Value))];
        // The last ones must find writes too.
        _apart = options.Writes * 0.92 / Math.Max(1, options.Faults);
        _lanes = lanes;
    }

    public PlannedFault Next()
    {
        var at = (int)((_number + _random.NextDouble()) * _apart);
        return new PlannedFault(_number++, at, Draw(), _random.Next(_lanes), _random.NextDouble());
    }

    // Dealt like cards, so that a short run meets every kind too: first each kind once, then by weight.
    private FaultKind Draw()
    {
        if (_next.Count == 0)
        {
            var round = _dealt ? [.. _bag] : _bag.Distinct().ToArray();
            _dealt = true;
            _random.Shuffle(round);
            foreach (var kind in round) _next.Enqueue(kind);
        }

        return _next.Dequeue();
    }
}
