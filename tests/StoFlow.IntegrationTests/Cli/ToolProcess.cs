using System.Diagnostics;
using System.Text;
using StoFlow.Harness.House;

namespace StoFlow.IntegrationTests.Cli;

/// <summary>The built tool in a process of its own, as a shell runs it.</summary>
internal sealed class ToolProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly StringBuilder _out = new();
    private readonly StringBuilder _error = new();

    private ToolProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public string Out => Text(_out);

    public string Error => Text(_error);

    /// <param name="folder">Where it runs; files named without a folder land there.</param>
    /// <param name="variables">All <c>STOFLOW_*</c> variables that it sees.</param>
    /// <param name="arguments">As typed.</param>
    public static ToolProcess Start(string folder, IReadOnlyDictionary<string, string> variables, params string[] arguments) =>
        StartProgram(folder, variables, ["dotnet", Checkout.Tool, .. arguments]);

    /// <summary>As <see cref="Start"/>, any program.</summary>
    public static ToolProcess StartProgram(string folder, IReadOnlyDictionary<string, string> variables, params string[] call)
    {
        // A test run in the background of a script inherits an ignored SIGINT, one under nohup a SIGHUP, and so would the tool; `env` gives them back.
        string[] before = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT,HUP", .. call] : call;
        var start = new ProcessStartInfo(before[0])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = folder,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("STOFLOW_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in variables) start.Environment[name] = value;
        foreach (var argument in before[1..]) start.ArgumentList.Add(argument);
        var tool = new ToolProcess(new Process { StartInfo = start });
        tool._process.OutputDataReceived += (_, line) => Take(tool._out, line.Data);
        tool._process.ErrorDataReceived += (_, line) => Take(tool._error, line.Data);
        tool._process.Start();
        tool._process.StandardInput.Close();
        tool._process.BeginOutputReadLine();
        tool._process.BeginErrorReadLine();
        return tool;
    }

    /// <summary>Waits for the end and gives the exit code.</summary>
    public async Task<int> EndAsync(CancellationToken cancel)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(Patience);
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    /// <summary>Sends a signal such as <c>INT</c>.</summary>
    public async Task SignalAsync(string signal, CancellationToken cancel)
    {
        using var kill = Process.Start("kill", [$"-{signal}", Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static void Take(StringBuilder text, string? line)
    {
        if (line is null) return;
        lock (text) text.Append(line).Append('\n');
    }

    private static string Text(StringBuilder text)
    {
        lock (text) return text.ToString();
    }
}
