using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace StoFlow.Cli.Serving;

/// <summary>The bridge's log: stderr, one line an event, so that stdout keeps its one stable line.</summary>
internal static class ServeLog
{
    public static Action<ILoggingBuilder> To(bool terminal) => logging =>
    {
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddSimpleConsole(line =>
        {
            line.SingleLine = true;
            line.UseUtcTimestamp = true;
            line.TimestampFormat = "yyyy-MM-ddTHH:mm:ssZ ";
            line.ColorBehavior = terminal ? LoggerColorBehavior.Default : LoggerColorBehavior.Disabled;
        });
        logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    };
}
