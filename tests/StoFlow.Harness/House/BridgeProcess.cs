using System.Diagnostics;
using System.Text.RegularExpressions;

namespace StoFlow.Harness.House;

/// <summary>A real <c>stoflow serve</c> in a process of its own, so that it can be killed as a crash would.</summary>
public sealed partial class BridgeProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly IReadOnlyList<string> _more;
    private readonly Action<string>? _printed;
    private readonly Queue<string> _lastLines = new();
    private Process _process = null!;

    private BridgeProcess(string dataDirectory, IReadOnlyList<string> more, Action<string>? printed) =>
        (DataDirectory, _more, _printed) = (dataDirectory, more, printed);

    /// <summary>Its data folder; kept by <see cref="RestartAsync"/>.</summary>
    public string DataDirectory { get; }

    /// <summary>Where it listens; the same after a restart.</summary>
    public Uri Url { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>The admin token of its first start.</summary>
    public string Token => File.ReadAllText(Path.Combine(DataDirectory, "admin.token")).Trim();

    /// <summary>The process now.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Starts a bridge and waits until it listens.</summary>
    /// <param name="dataDirectory">Made when missing.</param>
    /// <param name="more">More arguments of <c>stoflow serve</c>.</param>
    /// <param name="printed">Told every line that it prints. Runs on any thread.</param>
    /// <param name="ct">Ends the wait.</param>
    public static async Task<BridgeProcess> StartAsync(
        string dataDirectory, IReadOnlyList<string>? more = null, Action<string>? printed = null, CancellationToken ct = default)
    {
        var bridge = new BridgeProcess(dataDirectory, more ?? ["--pace", "off"], printed);
        await bridge.StartAsync(ct);
        return bridge;
    }

    /// <summary>SIGKILL: nothing is flushed, nobody is told.</summary>
    public async Task KillAsync()
    {
        if (_process.HasExited) return;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Starts it again on the same port and data.</summary>
    public async Task RestartAsync(CancellationToken ct = default)
    {
        await KillAsync();
        _process.Dispose();
        await StartAsync(ct);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private async Task StartAsync(CancellationToken ct)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])[Checkout.Tool, "serve", "--url", Url.GetLeftPart(UriPartial.Authority), "--data", DataDirectory, .. _more])
            start.ArgumentList.Add(argument);
        // The runtime's sockets for debuggers stay in the temporary folder when a process is killed, which is how this one ends.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        _process = Process.Start(start)!;
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.OutputDataReceived += (_, line) => Read(line.Data, listening);
        _process.ErrorDataReceived += (_, line) => Read(line.Data, listening);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _ = _process.WaitForExitAsync(ct).ContinueWith(_ => listening.TrySetException(Failure("ended before it listened")), TaskScheduler.Default);
        try
        {
            Url = await listening.Task.WaitAsync(StartLimit, ct);
        }
        catch (TimeoutException)
        {
            throw Failure($"did not listen within {StartLimit.TotalSeconds} s");
        }
    }

    private void Read(string? line, TaskCompletionSource<Uri> listening)
    {
        if (line is null) return;
        _printed?.Invoke(line);
        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > 200) _lastLines.Dequeue();
        }

        if (Listening().Match(line) is { Success: true } match) listening.TrySetResult(new Uri(match.Groups["url"].Value));
    }

    /// <summary>The last lines that it printed, for a failure's report and for tests that look for what must not be there.</summary>
    public string LastLines()
    {
        lock (_lastLines) return string.Join('\n', _lastLines);
    }

    private InvalidOperationException Failure(string what) => new($"The bridge {what}. Its last lines:\n{LastLines()}");

    [GeneratedRegex("listening on (?<url>https?://[^ ,]+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Listening();
}
