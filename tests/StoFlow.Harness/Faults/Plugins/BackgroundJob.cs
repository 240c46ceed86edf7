using StoFlow.Protocol.Policy;
using StoFlow.Protocol.Wire;

namespace StoFlow.Harness.Faults.Plugins;

/// <summary>One command on its way through a simulated background.</summary>
/// <param name="command">As it came.</param>
/// <param name="late">How long it was under way: off its deadline.</param>
#pragma warning disable CA1001 // A request that outlives the background still watches its deadline.
internal sealed class BackgroundJob(Command command, TimeSpan late)
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _stop = new(TimeSpan.FromMilliseconds(Math.Max(0, command.DeadlineMs - late.TotalMilliseconds)));

    public Command Command { get; } = command;

    /// <summary>It is in the journal.</summary>
    public bool Begun { get; set; }

    /// <summary>The bridge will not wait any longer.</summary>
    public bool Cancelled { get; private set; }

    /// <summary>Cancelled at the deadline, or when the bridge cancels what may be aborted.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>A write that began goes on to its end.</summary>
    public void Cancel()
    {
        if (Begun) return;
        Cancelled = true;
        _stop.Cancel();
    }

    public bool IsWrite(IReadOnlyList<SiteRequest> requests) => !Begun && requests.Any(request => SitePolicy.IsWrite(request.Method));
}
