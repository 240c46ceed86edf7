using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace StoFlow.Harness.Browsers;

/// <summary>A browser's process: started in a session of its own, its last lines kept, killed whole.</summary>
internal sealed partial class BrowserProcess : IAsyncDisposable
{
    // The shell becomes the browser: same id, and a session that all the helpers share. Beside it waits a watchdog at our end
    // of a pipe, so that a test run that is killed half-way leaves no browser behind.
    private const string Launcher = """exec 3<&0; (read -r _ <&3; kill -s KILL -- -$$) & exec "$@" 3<&- </dev/null""";

    private const int KeptLines = 40;
    private static readonly TimeSpan KillTimeout = TimeSpan.FromSeconds(15);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _home;
    private readonly string _temporary;
    private readonly Action<string>? _printed;
    private int _killed;

    private BrowserProcess(Process process, string home, string temporary, Action<string>? printed)
    {
        (_process, _home, _temporary, _printed) = (process, home, temporary, printed);
        process.OutputDataReceived += (_, e) => Keep(e.Data);
        process.ErrorDataReceived += (_, e) => Keep(e.Data);
        process.Exited += (_, _) => _address.TrySetException(new BrowserException($"it ended by itself with code {process.ExitCode}"));
    }

    public int Id { get; private init; }

    public static BrowserProcess Start(string program, IEnumerable<string> arguments, string home, BrowserOptions options)
    {
        var start = OperatingSystem.IsLinux()
            ? new ProcessStartInfo("setsid", ["sh", "-c", Launcher, "sh", program, .. arguments])
            : new ProcessStartInfo(program, arguments);
        start.UseShellExecute = false;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.WorkingDirectory = home;
        foreach (var name in start.Environment.Keys.Where(IsNoise).ToList())
            start.Environment.Remove(name);
        if (options.Headless)
            start.Environment.Remove("DISPLAY");
        // What a killed browser leaves goes with a folder of its own; not in the profile, whose path may be too long for Chromium's socket.
        var temporary = Directory.CreateTempSubdirectory("stoflow-browser-").FullName;
        start.Environment["TMPDIR"] = temporary;
        start.Environment["HOME"] = home;
        start.Environment["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/dev/null";
        start.Environment["DBUS_SYSTEM_BUS_ADDRESS"] = "unix:path=/dev/null";
        start.Environment["MOZ_REMOTE_SETTINGS_DEVTOOLS"] = "1"; // else Firefox ignores that its settings server is switched off
        start.Environment["MOZ_CRASHREPORTER_DISABLE"] = "1";
        start.Environment["MOZ_DATA_REPORTING"] = "0";

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.Start();
        var browser = new BrowserProcess(process, home, temporary, options.Printed) { Id = process.Id };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return browser;
    }

    /// <summary>The automation address, which both browsers print as "… listening on ws://…".</summary>
    public Task<Uri> AddressAsync(CancellationToken ct) => _address.Task.WaitAsync(ct);

    /// <summary>What an ended browser printed last, for error messages.</summary>
    public async Task<string> LastLinesAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await _process.WaitForExitAsync(deadline.Token); // until its pipes are read to their end
        }
        catch (OperationCanceledException)
        {
            // Then the lines so far.
        }

        return string.Join(Environment.NewLine, _lines);
    }

    /// <summary>True when it and its helpers have ended in time.</summary>
    public async Task<bool> WaitForExitAsync(TimeSpan timeout, CancellationToken ct) =>
        await Deadline.PollAsync<object>(timeout, () => Task.FromResult(_process.HasExited ? this : null as object), ct) is not null;

    /// <summary>Kills all there is, and waits until nothing is left.</summary>
    public async Task KillAsync(CancellationToken ct)
    {
        if (Interlocked.Exchange(ref _killed, 1) == 1)
            return;
        // The id of one that ended by itself may be another's by now: then only what else is known of it counts.
        int? leader = _process.HasExited ? null : Id;
        IReadOnlyList<int> left = leader is null ? [] : [Id];
        var gone = await Deadline.PollAsync<object>(
            KillTimeout, () => Task.FromResult((left = SignalAll(leader, left)).Count == 0 ? this : null as object), ct);
        if (gone is null)
            throw new BrowserException($"Killed, but still there after {KillTimeout.TotalSeconds:0} s: processes {string.Join(", ", left)}.");
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync(CancellationToken.None);
        _process.Dispose();
        try
        {
            Directory.Delete(_temporary, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A leftover in the temporary folder harms nobody.
        }
    }

    private static bool IsNoise(string name) =>
        name.StartsWith("XDG_", StringComparison.Ordinal) || name is "WAYLAND_DISPLAY" or "MOZ_HEADLESS" or "CHROMIUM_FLAGS";

    [GeneratedRegex(@"listening on (?<address>ws://\S+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex AddressLine();

    private IReadOnlyList<int> SignalAll(int? leader, IReadOnlyList<int> known)
    {
        if (!OperatingSystem.IsLinux())
        {
            if (!_process.HasExited)
                _process.Kill(entireProcessTree: true);
            return _process.HasExited ? [] : [Id];
        }

        var alive = ProcessTree.Members(leader, _home, known);
        alive.ToList().ForEach(ProcessTree.Kill);
        return alive;
    }

    private void Keep(string? line)
    {
        if (line is null || line.Contains("ERROR:dbus", StringComparison.Ordinal)) // of Chromium, by the dozen: there is no bus
            return;
        _printed?.Invoke(line);
        _lines.Enqueue(line);
        if (_lines.Count > KeptLines)
            _lines.TryDequeue(out _);
        if (AddressLine().Match(line) is { Success: true } match)
            _address.TrySetResult(new Uri(match.Groups["address"].Value));
    }
}
