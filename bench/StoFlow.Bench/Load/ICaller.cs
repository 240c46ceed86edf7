namespace StoFlow.Bench.Load;

/// <summary>One caller on one connection: sends a command and waits for its answer, over and over.</summary>
internal interface ICaller : IDisposable
{
    /// <summary>Sends one command for a seller; the status of its answer.</summary>
    ValueTask<int> CallAsync(int seller, CancellationToken ct);
}
