using StoFlow.Cli;

LastWords.Clean(Console.Error);
using var signals = new Signals();
return await Tool.RunAsync(ToolHost.OfThisProcess() with { Terminated = () => signals.Terminated }, args, signals.Stopped);
