using System.Diagnostics;
using StoFlow.Client;
using StoFlow.Harness.Browsers;
using StoFlow.Harness.Faults.Judging;
using StoFlow.Harness.Faults.Wire;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Harness.Faults;

/// <summary>Lets things go wrong as planned, and says of each whether it did.</summary>
internal sealed class Conductor(FaultHouse house, WriteLog log, string plugin) : IDisposable
{
    private static readonly TimeSpan BridgeBack = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StoreBack = TimeSpan.FromSeconds(20);
    private readonly SemaphoreSlim _bridge = new(1);
    private readonly SemaphoreSlim _disk = new(1);

    // By then the plugin has noticed that its connection is silent, and made another.
    private TimeSpan SilenceSeen => (house.Times.PluginSilence * 2) + house.Times.Patience;

    /// <summary>Plays one fault; true when it took effect.</summary>
    public Task<bool> PlayAsync(PlannedFault fault, CancellationToken ct)
    {
        var lane = house.Lanes[fault.Lane];
        var patience = house.Times.Patience;
        return fault.Kind switch
        {
            FaultKind.BridgeKill => KillBridgeAsync(TimeSpan.FromMilliseconds(fault.Roll * 500), ct),
            FaultKind.BrowserKill => KillBrowserAsync(lane, TimeSpan.FromMilliseconds(fault.Roll * 1_000), ct),
            FaultKind.Suspended => lane.Browser.SuspendInWriteAsync(patience, ct),
            FaultKind.SocketCut => CutAsync(lane, ct),
            FaultKind.SocketFrozen => FreezeAsync(lane, ct),
            FaultKind.SocketThawed => ThawAsync(lane, ct),
            FaultKind.ResultLost => TrickAsync(lane, new FrameTrick(Lose: true, FromPlugin: true, "result", Cut: fault.Roll < 0.5), ct),
            FaultKind.FrameDoubled => TrickAsync(lane, new FrameTrick(Lose: false, FromPlugin: fault.Roll < 0.5, fault.Roll < 0.5 ? "result" : "command"), ct),
            FaultKind.CallerGone => CallerGoneAsync(lane, ct),
            FaultKind.SiteSlow => SiteAsync(
                "slow", new { kind = "slow", method = Method(fault), delay_ms = (int)house.Times.Slow.TotalMilliseconds, when = fault.Roll < 0.6 ? "before" : "after" }, ct),
            FaultKind.SiteWrite504 => SiteAsync("write_then_504", new { kind = "write_then_504", method = Method(fault) }, ct),
            FaultKind.SiteWriteClose => SiteAsync("write_then_close", new { kind = "write_then_close", method = Method(fault), how = How(fault) }, ct),
            FaultKind.SiteClose => SiteAsync("close_first", new { kind = "close_first", method = Method(fault), how = How(fault) }, ct),
            FaultKind.DiskFull => FillDiskAsync(ct),
            _ => throw new InvalidOperationException($"No way to play {fault.Kind}."),
        };
    }

    public void Dispose()
    {
        _bridge.Dispose();
        _disk.Dispose();
    }

    private async Task<bool> KillBridgeAsync(TimeSpan awayFor, CancellationToken ct)
    {
        await _bridge.WaitAsync(ct);
        try
        {
            await house.Bridge.KillAsync();
            await Task.Delay(awayFor, ct);
            await StartBridgeAsync(ct);
            return true;
        }
        finally
        {
            _bridge.Release();
        }
    }

    // Whoever keeps a service up tries again: with a full disk under it a start may fail.
    private async Task StartBridgeAsync(CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await house.Bridge.RestartAsync(ct);
                return;
            }
            catch (InvalidOperationException) when (watch.Elapsed < BridgeBack)
            {
                await Task.Delay(500, ct);
            }
        }
    }

    private static async Task<bool> KillBrowserAsync(SellerLane lane, TimeSpan awayFor, CancellationToken ct)
    {
        await lane.Browser.KillAsync(awayFor, ct);
        return true;
    }

    private async Task<bool> CutAsync(SellerLane lane, CancellationToken ct)
    {
        if (await LinkAsync(lane, ct) is not { } link) return false;
        link.Cut();
        return true;
    }

    private async Task<bool> FreezeAsync(SellerLane lane, CancellationToken ct)
    {
        if (await LinkAsync(lane, ct) is not { } link) return false;
        link.Freeze();
        try
        {
            // Nobody closes anything: only silence can tell the plugin.
            var watch = Stopwatch.StartNew();
            while (lane.Proxy.Current is not { } now || now == link)
            {
                // Without a bridge there is nothing to connect to, and each try in vain makes the next one later.
                if (_bridge.CurrentCount == 0) watch.Restart();
                if (watch.Elapsed > SilenceSeen)
                {
                    log.Break($"{lane.Seller}: a frozen connection was not replaced within {SilenceSeen.TotalSeconds:0} s");
                    return true;
                }

                await Task.Delay(50, ct);
            }

            return true;
        }
        finally
        {
            link.Cut();
        }
    }

    private async Task<bool> ThawAsync(SellerLane lane, CancellationToken ct)
    {
        if (await LinkAsync(lane, ct) is not { } link) return false;
        link.Freeze();
        await Task.Delay(house.Times.Standstill, ct);
        link.Thaw();
        return true;
    }

    private async Task<bool> TrickAsync(SellerLane lane, FrameTrick trick, CancellationToken ct)
    {
        lane.Proxy.Arm(trick);
        try
        {
            await trick.Done.WaitAsync(house.Times.Patience, ct);
            return true;
        }
        catch (TimeoutException)
        {
            lane.Proxy.Disarm(trick);
            return trick.Done.IsCompleted;
        }
    }

    private async Task<bool> CallerGoneAsync(SellerLane lane, CancellationToken ct)
    {
        try
        {
            await lane.WantGone().WaitAsync(house.Times.Patience, ct);
            return true;
        }
        catch (TimeoutException)
        {
            lane.CancelGone();
            return false;
        }
    }

    private Task<bool> SiteAsync(string kind, object fault, CancellationToken ct) => house.SiteFaults.HitAsync(kind, fault, house.Times.Patience, ct);

    private async Task<bool> FillDiskAsync(CancellationToken ct)
    {
        await _disk.WaitAsync(ct);
        try
        {
            var refusals = log.StoreRefusals;
            var refused = false;
            await house.Disk!.FillAsync(ct);
            try
            {
                refused = await UntilAsync(() => Task.FromResult(log.StoreRefusals > refusals), house.Times.Patience, ct);
                // The only seller's connection may be frozen just then.
                if (refused && !await UntilAsync(() => ReadsAsync(ct), SilenceSeen, ct)) log.Break("with a full disk the bridge answers no reads");
            }
            finally
            {
                house.Disk!.Free();
            }

            if (refused && !await UntilAsync(() => StoresAsync(ct), StoreBack, ct)) log.Break("the bridge takes no writes although the disk has room again");
            return refused;
        }
        finally
        {
            _disk.Release();
        }
    }

    private async Task<bool> ReadsAsync(CancellationToken ct)
    {
        foreach (var lane in house.Lanes)
        {
            try
            {
                var request = new ExecuteRequest(
                    CommandAction.Request, lane.Seller, Site: lane.Site, TimeoutMs: 3_000, Request: new RequestBody($"https://{lane.Site}/api/v2/users/current"));
                if ((await lane.Raw.ExecuteAsync(request, cancel: ct)).Success) return true;
            }
            catch (StoFlowException)
            {
                // Another fault at the same time; the next seller may do.
            }
        }

        return false;
    }

    private async Task<bool> StoresAsync(CancellationToken ct)
    {
        var done = log.Done;
        await Task.Delay(100, ct);
        return log.Done > done;
    }

    private async Task<WireLink?> LinkAsync(SellerLane lane, CancellationToken ct)
    {
        WireLink? link = null;
        return await UntilAsync(() => Task.FromResult((link = lane.Proxy.Current) is { IsFrozen: false }), house.Times.Patience, ct) ? link : null;
    }

    private static async Task<bool> UntilAsync(Func<Task<bool>> condition, TimeSpan limit, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > limit) return false;
            await Task.Delay(20, ct);
        }

        return true;
    }

    private static string Method(PlannedFault fault) => (int)(fault.Roll * 100) % 2 == 0 ? "PUT" : "POST";

    // The other ways of closing make that browser send the request again by itself, which nobody above it can see or help.
    private string How(PlannedFault fault)
    {
        string[] ways = plugin switch
        {
            BrowserKind.Firefox => ["stream", "partial", "connection", "fin", "goaway"],
            BrowserKind.Chromium when Method(fault) is "PUT" => ["stream", "partial", "reset", "connection", "fin", "goaway", "refused"],
            BrowserKind.Chromium => ["stream", "partial", "reset"], // it may hit a photo, whose body is no stream
            _ => ["stream", "partial"],
        };
        return ways[(int)(fault.Roll * 1_000) % ways.Length];
    }
}
