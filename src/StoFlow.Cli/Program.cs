using StoFlow.Cli;

LastWords.Clean(Console.Error);
using var signals = new Signals();
return await Tool.RunAsync(ToolHost.OfThisProcess(Tool.WantsJson(args)) with { Terminated = () => signals.Terminated }, args, signals.Stopped);
