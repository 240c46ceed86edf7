using Microsoft.Extensions.Logging;
using StoFlow.Bridge.Ops;

namespace StoFlow.Cli.Serving;

/// <summary>The bridge's log: stderr, one line an event and without secrets, so that stdout keeps its one stable line.</summary>
internal static class ServeLog
{
    // A start that fails is told in one line by the tool, and a service that breaks once more as fatal.
    private const string Host = "Microsoft.Extensions.Hosting.Internal.Host";

    public static void Configure(ILoggingBuilder logging) =>
        logging.SetMinimumLevel(LogLevel.Information).AddFilter(Host, LogLevel.Critical).AddBridgeConsole();
}
