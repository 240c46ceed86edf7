using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using StoFlow.Harness.Secrets;

namespace StoFlow.IntegrationTests.Bridge;

/// <summary>
/// Everything a bridge under test logs, before any redaction: no secret may be in it at all. What slips past is the console's affair.
/// </summary>
internal sealed class HeardLog(SecretWatch secrets) : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _faults = new();

    /// <summary>What was logged as an error: an exception that nobody meant, or a store that fails.</summary>
    public IReadOnlyList<string> Faults => [.. _faults];

    public void Configure(ILoggingBuilder logging) =>
        logging.SetMinimumLevel(LogLevel.Trace).AddFilter("Microsoft", LogLevel.Warning).AddProvider(this);

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
        // Nothing is held open.
    }

    private sealed class Logger(HeardLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var text = $"{category}: {formatter(state, exception)} {exception}";
            log.Hear(logLevel, text);
        }
    }

    private void Hear(LogLevel level, string text)
    {
        secrets.Hear("the bridge's log", text);
        if (level >= LogLevel.Error) _faults.Enqueue(text);
    }
}
