using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StoFlow.Bridge.Storage;

namespace StoFlow.Bridge.Ops;

/// <summary>Forgets the lines of the audit list that have been kept long enough.</summary>
internal sealed partial class AuditSweeper(AuditStore audit, RetentionClock retention, BridgeOptions options, TimeProvider time, ILogger<AuditSweeper> log)
    : BackgroundService
{
    private static readonly TimeSpan Round = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Round, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var lines = await audit.ForgetAsync(retention.Now.AddDays(-options.Retention.AuditDays), stoppingToken);
                if (lines > 0) LogForgot(log, lines, options.Retention.AuditDays);
            }
            catch (BridgeException problem)
            {
                LogLater(log, problem);
            }
        }
    }

    [LoggerMessage(103, LogLevel.Information, "Forgot {Lines} lines of the audit list that were older than {Days} days")]
    private static partial void LogForgot(ILogger logger, long lines, int days);

    [LoggerMessage(104, LogLevel.Warning, "Lines of the audit list that were kept long enough could not be forgotten; trying again later")]
    private static partial void LogLater(ILogger logger, Exception problem);
}
