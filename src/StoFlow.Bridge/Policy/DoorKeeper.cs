using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Storage;

namespace StoFlow.Bridge.Policy;

/// <summary>Ends what has expired, writes down what was used and forgets tokens and pairings that ended long ago.</summary>
internal sealed partial class DoorKeeper(
    TokenBook tokens, BrowserBook browsers, RetentionClock retention, BridgeOptions options, TimeProvider clock, ILogger<DoorKeeper> log) : BackgroundService
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
            var now = retention.Now;
            var oldest = now.AddDays(-options.Retention.AuditDays);
            await tokens.ForgetAsync(now, oldest, ct);
            await browsers.ForgetAsync(now, oldest, ct);
        }
        catch (BridgeException problem)
        {
            // The store has said so itself; the next round writes what this one could not.
            LogSkipped(log, problem.Code);
        }
    }

    [LoggerMessage(201, LogLevel.Warning, "The sweep of tokens and browsers could not be written ({Code}); trying again")]
    private static partial void LogSkipped(ILogger logger, string code);
}
