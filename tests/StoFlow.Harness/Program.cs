using System.Runtime.InteropServices;
using StoFlow.Harness.Demo;
using StoFlow.Harness.Faults;
using StoFlow.Harness.Fuzz;

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);

return args switch
{
    ["demo", .. var rest] => await DemoVerb.RunAsync(rest, stop.Token),
    ["faults", .. var rest] => await FaultsVerb.RunAsync(rest, stop.Token),
    ["fuzz", .. var rest] => await FuzzVerb.RunAsync(rest, stop.Token),
    _ => Usage(),
};

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

static int Usage()
{
    Console.Error.WriteLine("usage: StoFlow.Harness demo …, faults … or fuzz …");
    return 2;
}
