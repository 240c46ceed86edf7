using System.Runtime.InteropServices;

namespace StoFlow.Cli;

/// <summary>The first Ctrl-C, SIGTERM or SIGHUP (its terminal was closed) asks the verb to stop; the second ends the process at once.</summary>
internal sealed class Signals : IDisposable
{
    private readonly CancellationTokenSource _stopped = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _hangUp;

    public Signals()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
    }

    public CancellationToken Stopped => _stopped.Token;

    /// <summary>A service manager asked: no failure, unlike Ctrl-C.</summary>
    public bool Terminated { get; private set; }

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _hangUp.Dispose();
        _stopped.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        if (_stopped.IsCancellationRequested) return;
        context.Cancel = true;
        Terminated = context.Signal == PosixSignal.SIGTERM;
        _stopped.Cancel();
    }
}
