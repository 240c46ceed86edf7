using Microsoft.Extensions.Logging;
using StoFlow.Bridge.Ops;

namespace StoFlow.Cli.Serving;

/// <summary>The bridge's log: stderr, one line an event and without secrets, so that stdout keeps its one stable line.</summary>
internal static class ServeLog
{
    public static void Configure(ILoggingBuilder logging) => logging.SetMinimumLevel(LogLevel.Information).AddBridgeConsole();
}
