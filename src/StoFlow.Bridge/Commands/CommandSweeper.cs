using System.Data.Common;
using Microsoft.Extensions.Hosting;
using StoFlow.Bridge.Storage;

namespace StoFlow.Bridge.Commands;

/// <summary>Forgets what has been kept long enough: outcomes in memory every few seconds, records and uploads every few minutes.</summary>
internal sealed partial class CommandSweeper(
    CommandServices services, CommandTable table, RetentionClock retention, BridgeOptions options, ILogger<CommandSweeper> log)
    : BackgroundService
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(10);
    private const int Seldom = 30;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Often, services.Time);
        for (var round = 1; await timer.WaitForNextTickAsync(stoppingToken); round++)
        {
            table.Sweep();
            if (round % Seldom != 0) continue;
            try
            {
                var before = retention.Now.AddDays(-options.Retention.WriteDays);
                var records = await services.Store.ForgetAsync(before, options.Retention.Writes, stoppingToken);
                var uploads = await services.Uploads.SweepAsync(stoppingToken);
                foreach (var session in services.Sessions.All) await session.Inlet.SweepAsync(session.Awaits, stoppingToken);
                if (records + uploads > 0) LogSwept(log, records, uploads);
            }
            catch (Exception problem) when (problem is BridgeException or IOException or UnauthorizedAccessException or DbException)
            {
                LogLater(log, problem);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "Forgot {Records} records and {Uploads} uploads that were kept long enough")]
    private static partial void LogSwept(ILogger logger, int records, int uploads);

    [LoggerMessage(2, LogLevel.Warning, "What was kept long enough could not be forgotten; trying again later")]
    private static partial void LogLater(ILogger logger, Exception problem);
}
