namespace StoFlow.Harness.Faults.Plugins;

/// <summary>A seller's browser that can die and fall asleep: a real one or a simulated one.</summary>
internal interface IFaultBrowser : IAsyncDisposable
{
    /// <summary>SIGKILL, and a start with the same profile.</summary>
    /// <param name="awayFor">How long it stays away.</param>
    /// <param name="ct">Ends the wait.</param>
    Task KillAsync(TimeSpan awayFor, CancellationToken ct);

    /// <summary>The plugin's background goes away while a write is under way; false when none came within <paramref name="patience"/>.</summary>
    Task<bool> SuspendInWriteAsync(TimeSpan patience, CancellationToken ct);
}
