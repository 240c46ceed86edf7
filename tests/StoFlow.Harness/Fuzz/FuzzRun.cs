using System.Diagnostics;
using System.Text.RegularExpressions;
using StoFlow.Client;
using StoFlow.Harness.FakePlugins;
using StoFlow.Harness.House;
using StoFlow.Harness.Secrets;

namespace StoFlow.Harness.Fuzz;

/// <summary>A real bridge process, a calm browser that answers, and workers that send nonsense for as long as was asked.</summary>
internal sealed partial class FuzzRun(FuzzOptions options)
{
    private const int Workers = 2;
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LeastForMemory = TimeSpan.FromMinutes(1);
    private readonly FuzzTally _tally = new();
    private readonly SecretWatch _secrets = new();
    private readonly List<double> _memory = [];

    // What is kept for callers is bounded; here tightly, so that memory that grows is a leak and not the shelf that fills.
    private static readonly string[] Serve =
    [
        "--pace", "off", "--setting", "retention.reads=100", "--setting", "retention.read_bytes=1048576", "--setting", "limits.all_upload_bytes=20000000",
        "--setting", "open_requests_per_second=1000000", "--setting", "max_unidentified=1000",
    ];

    public async Task<FuzzReport> RunAsync(CancellationToken ct)
    {
        var folder = Path.Combine(Checkout.Artifacts, "fuzz", Guid.NewGuid().ToString("N")[..12]);
        Directory.CreateDirectory(folder);
        try
        {
            await using var bridge = await BridgeProcess.StartAsync(Path.Combine(folder, "data"), Serve, Judge, ct);
            using var admin = new BridgeClient(bridge.Url.ToString(), bridge.Token);
            await using var calm = new FakePlugin(await PairAsync(bridge, admin, "calm", ct)) { Quiet = true };
            await calm.ConnectAsync(bridge.Url, ct);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
            over.CancelAfter(options.Duration);
            var workers = new List<Task> { WatchAsync(bridge, over) };
            for (var worker = 0; worker < Workers; worker++)
            {
                var seed = unchecked(options.Seed * 31 + worker);
                if (options.Frames)
                {
                    var identity = await PairAsync(bridge, admin, "fuzz", ct);
                    workers.Add(new FrameFuzz(bridge.Url, identity, seed, _tally).RunAsync(over.Token));
                }

                if (options.Execute) workers.Add(CallAsync(bridge, seed, over.Token));
            }

            await Task.WhenAll(workers);
            ct.ThrowIfCancellationRequested();
            await StillServesAsync(admin, ct);
            foreach (var secret in _secrets.Heard) _tally.Found(secret);
            return _tally.Report(_memory);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task CallAsync(BridgeProcess bridge, int seed, CancellationToken ct)
    {
        using var fuzz = new ExecuteFuzz(bridge.Url, bridge.Token, seed, _tally);
        await fuzz.RunAsync(ct);
    }

    private static async Task<FakeIdentity> PairAsync(BridgeProcess bridge, BridgeClient admin, string seller, CancellationToken ct)
    {
        var pairing = await admin.Administration.CreatePairingAsync(seller, ct);
        return await FakePairing.PairAsync(bridge.Url, pairing.Code, "browser", ct);
    }

    // A dead bridge ends the run at once; memory is read as the system sees it.
    private async Task WatchAsync(BridgeProcess bridge, CancellationTokenSource over)
    {
        using var process = Process.GetProcessById(bridge.ProcessId);
        try
        {
            while (!over.IsCancellationRequested)
            {
                await Task.Delay(Round, over.Token);
                process.Refresh();
                if (process.HasExited)
                {
                    _tally.Found($"the bridge ended by itself; it last said: {bridge.LastLines()}");
                    await over.CancelAsync();
                    return;
                }

                _memory.Add(process.WorkingSet64 / 1048576.0);
            }
        }
        catch (OperationCanceledException)
        {
            // The time is over.
        }

        if (options.Duration >= LeastForMemory) JudgeMemory();
    }

    // Warmed up against the end, each by its middle value; a garbage-collected process breathes.
    private void JudgeMemory()
    {
        var quarter = _memory.Count / 4;
        var (before, after) = (Middle(_memory.GetRange(quarter, quarter)), Middle(_memory.GetRange(_memory.Count - quarter, quarter)));
        if (after > (before * 1.3) + 32) _tally.Found($"memory grew from {before:F0} to {after:F0} MB");
    }

    private async Task StillServesAsync(BridgeClient admin, CancellationToken ct)
    {
        var status = await admin.StatusAsync(ct);
        if (!status.PluginAvailable) _tally.Found("the calm browser lost its connection");
    }

    private void Judge(string line)
    {
        _secrets.Hear("the log", line);
        if (Fault().IsMatch(line)) _tally.Found($"the log says: {line}");
    }

    private static double Middle(IEnumerable<double> values) => values.Order().ToArray() is { Length: > 0 } sorted ? sorted[sorted.Length / 2] : 0;

    [GeneratedRegex(@" (ERROR|FATAL) |Unhandled|A request failed|^   at ", RegexOptions.ExplicitCapture)]
    private static partial Regex Fault();
}
