using StoFlow.Client;
using StoFlow.Harness.Faults.Plugins;
using StoFlow.Harness.Faults.Wire;

namespace StoFlow.Harness.Faults;

/// <summary>One seller: the browser, the line to it, and the back end's clients.</summary>
internal sealed class SellerLane : IAsyncDisposable
{
    private int _goneWanted;

    /// <summary>The seller's name at the bridge.</summary>
    public required string Seller { get; init; }

    /// <summary>The site's host.</summary>
    public required string Site { get; init; }

    public required WireProxy Proxy { get; init; }

    public required IFaultBrowser Browser { get; init; }

    /// <summary>Without repetitions of its own, so that each failure is seen here.</summary>
    public required BridgeClient Raw { get; init; }

    /// <summary>The product's typed operations, with their own repetitions and their own read-back.</summary>
    public required VintedProxyClient Typed { get; init; }

    /// <summary>Completed, and made anew, when a caller has gone as was wanted.</summary>
    public TaskCompletionSource Gone { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The next caller that waits is to go away; completes when it has.</summary>
    public Task WantGone()
    {
        Gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _goneWanted, 1);
        return Gone.Task;
    }

    /// <summary>Nobody need go any more.</summary>
    public void CancelGone() => Interlocked.Exchange(ref _goneWanted, 0);

    /// <summary>True for the one caller that is to go.</summary>
    public bool TakeGone() => Interlocked.Exchange(ref _goneWanted, 0) == 1;

    /// <summary>The answer was faster: the next caller is to go instead.</summary>
    public void MissedGone() => Interlocked.Exchange(ref _goneWanted, 1);

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        await Proxy.DisposeAsync();
        Raw.Dispose();
        Typed.Dispose();
    }
}
