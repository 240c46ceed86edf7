using Microsoft.Extensions.Hosting;

namespace StoFlow.Bridge;

/// <summary>Signals are the affair of the program that the bridge runs in, which disposes of it; two who hear them stop it twice, and swallow the second Ctrl-C.</summary>
internal sealed class CallersLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
