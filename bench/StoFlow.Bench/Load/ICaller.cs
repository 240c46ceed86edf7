namespace StoFlow.Bench.Load;

/// <summary>One caller on one connection: sends a command and waits for its answer, over and over.</summary>
internal interface ICaller : IDisposable
{
    /// <summary>Sends one command to a lane; the status of its answer.</summary>
    ValueTask<int> CallAsync(int lane, CancellationToken ct);
}
