using Microsoft.Extensions.Logging;
using StoFlow.Bridge;
using StoFlow.Bridge.Wire;
using StoFlow.Protocol;
using StoFlow.Protocol.Wire;

namespace StoFlow.Tests.Bridge;

/// <summary>Nothing is acknowledged before it is durable, and why it never is does not get lost.</summary>
public sealed class AcknowledgeTests : ILogger<WireConnection>
{
    private readonly List<string> _errors = [];

    [Fact]
    public async Task An_end_that_cannot_be_recorded_is_told_to_the_log_and_not_acknowledged()
    {
        var (time, socket) = (new ManualTime(), new DeafSocket());
        await using var connection = new WireConnection(socket, new WireSettings(time, TimeSpan.FromDays(1), TimeSpan.FromDays(10), this));

        connection.AcknowledgeAfter(Task.FromException(new InvalidOperationException("The file is no store.")), "lost");
        connection.AcknowledgeAfter(Task.FromException(new BridgeException(ErrorCode.StorageUnavailable, "Told by the store.")), "told");
        connection.AcknowledgeAfter(Task.CompletedTask, "kept");
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("The end of command lost could not be recorded, so it is not acknowledged; its browser says it again when it connects anew", Assert.Single(_errors));
        Assert.Equal(["kept"], Assert.IsType<Ack>(Assert.Single(socket.Sent)).Ids);
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel >= LogLevel.Error) _errors.Add(formatter(state, exception));
    }
}
