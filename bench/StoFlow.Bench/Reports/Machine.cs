using System.Globalization;

namespace StoFlow.Bench.Reports;

/// <summary>The machine, and how busy it was with other things: a number without these says nothing.</summary>
/// <param name="Cores">Processors that this process may use.</param>
/// <param name="LoadBefore">Runnable tasks over the last minute, before the run; 0 where the system does not tell.</param>
/// <param name="LoadAfter">The same after the run, which itself counts in.</param>
internal sealed record Machine(string System, string Runtime, int Cores, double LoadBefore, double LoadAfter)
{
    public static double Load()
    {
        const string file = "/proc/loadavg";
        return File.Exists(file) ? double.Parse(File.ReadAllText(file).Split(' ')[0], CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>Processor time that all processes of the machine have used, in milliseconds; 0 where the system does not tell.</summary>
    public static double BusyMs()
    {
        const string file = "/proc/stat";
        if (!File.Exists(file)) return 0;
        var ticks = File.ReadLines(file).First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..].Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();

        // user nice system idle iowait irq softirq steal, in hundredths of a second.
        return (ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6] + ticks[7]) * 10.0;
    }

    public static Machine Of(double loadBefore) => new(
        global::System.Runtime.InteropServices.RuntimeInformation.OSDescription,
        global::System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription,
        Environment.ProcessorCount,
        loadBefore,
        Load());

    public string Line => string.Create(
        CultureInfo.InvariantCulture, $"{Cores} cores, {Runtime}, {System}; load average {LoadBefore:0.0} before, {LoadAfter:0.0} after.");
}
