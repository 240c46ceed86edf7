using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StoFlow.Bridge.Pairing;

namespace StoFlow.Bridge.Policy;

/// <summary>Reads who may come in before the first request, and from then on ends what has expired and writes down what was used.</summary>
internal sealed partial class DoorKeeper(TokenBook tokens, BrowserBook browsers, TimeProvider clock, ILogger<DoorKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await SweepAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Round, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await SweepAsync(stoppingToken);
    }

    private async Task SweepAsync(CancellationToken ct)
    {
        try
        {
            await tokens.SweepAsync(ct);
            await browsers.SweepAsync(ct);
        }
        catch (BridgeException problem)
        {
            // The store has said so itself; the next round writes what this one could not.
            LogSkipped(log, problem.Code);
        }
    }

    [LoggerMessage(201, LogLevel.Warning, "Times of last use were not written ({Code}); trying again")]
    private static partial void LogSkipped(ILogger logger, string code);
}
