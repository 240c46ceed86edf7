using Microsoft.Extensions.Hosting;

namespace StoFlow.Sandbox;

/// <summary>The program that hosts the sandbox decides when it stops: no signal handlers of its own.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
