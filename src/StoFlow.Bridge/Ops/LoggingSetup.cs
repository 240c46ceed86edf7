using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace StoFlow.Bridge.Ops;

/// <summary>How the bridge writes its log.</summary>
public static class LoggingSetup
{
    /// <summary>Adds the console, on stderr, so that stdout stays free for what a tool prints for machines.</summary>
    public static ILoggingBuilder AddBridgeConsole(this ILoggingBuilder logging)
    {
        logging.AddConsole(options =>
        {
            options.FormatterName = BridgeLogFormatter.FormatterName;
            options.LogToStandardErrorThreshold = LogLevel.Trace;
        });
        logging.AddConsoleFormatter<BridgeLogFormatter, ConsoleFormatterOptions>();

        // Start and stop are said by us; the rest of the framework's talk is for those who ask for it.
        logging.AddFilter("Microsoft", LogLevel.Warning);
        // Whoever starts the bridge says why it did not start. Background work that fails is told once more, as critical.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        return logging;
    }
}
