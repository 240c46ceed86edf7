using System.Diagnostics;
using System.Net.WebSockets;
using StoFlow.Harness.FakePlugins;

namespace StoFlow.Harness.Faults.Plugins;

/// <summary>A seller's browser without the browser: its journal lives as long as its profile, its background comes and goes.</summary>
internal sealed class SimulatedBrowser : IFaultBrowser
{
    private readonly Func<FakeJournal, Background> _start;
    private readonly bool _keepsJournal;
    private readonly Uri _bridge;
    private readonly SiteTab _tab;
    private readonly Random _random;
    private readonly FakeJournal _journal = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _living;
    private volatile Background _background;
    private volatile Task _away = Task.CompletedTask;

    public SimulatedBrowser(FakeIdentity identity, SiteTab tab, Uri bridge, FaultTimes times, bool keepsJournal, int seed)
    {
        (_tab, _bridge, _keepsJournal, _random) = (tab, bridge, keepsJournal, new Random(seed));
        _start = journal => new Background(identity, journal, tab, times.PluginSilence);
        _background = _start(_journal);
        _living = Task.Run(LiveAsync);
    }

    public Task KillAsync(TimeSpan awayFor, CancellationToken ct)
    {
        _away = Task.Delay(awayFor, ct);
        _background.Kill();
        return _away;
    }

    public async Task<bool> SuspendInWriteAsync(TimeSpan patience, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < patience)
        {
            if (_background is { Writing: > 0, IsDead: false } busy)
            {
                busy.Suspend();
                return true;
            }

            await Task.Delay(2, ct);
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _background.Kill();
        await _living;
        _tab.Dispose();
        _stop.Dispose();
    }

    // Comes back for ever, as docs/protocol.md §2 says.
    private async Task LiveAsync()
    {
        var tries = 0;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _away;
                if (_background.IsDead) _background = _start(_keepsJournal ? _journal : new FakeJournal());
                if (await _background.AttendAsync(_bridge, _stop.Token)) tries = 0;
            }
            catch (Exception lost) when (lost is WebSocketException or OperationCanceledException or InvalidOperationException or ObjectDisposedException)
            {
                // The next try follows.
            }

            // Without its journal it holds nothing when it comes back, and says so.
            if (!_keepsJournal) _background.Suspend();
            var most = Math.Min(30_000, 500 * Math.Pow(2, Math.Min(tries++, 8)));
            await Task.Delay(TimeSpan.FromMilliseconds(250 + (_random.NextDouble() * (most - 250))), _stop.Token)
                .ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }
}
