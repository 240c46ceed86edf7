using System.Diagnostics;
using StoFlow.Harness.House;

namespace StoFlow.Harness.Faults.Plugins;

/// <summary>Firefox or Chromium with the built plugin.</summary>
internal sealed class RealBrowser(SellersHouse house, SiteFaults site) : IFaultBrowser
{
    private const int HeldMs = 1_500;
    private static readonly TimeSpan Back = TimeSpan.FromSeconds(60);
    private readonly SemaphoreSlim _turn = new(1);

    public async Task KillAsync(TimeSpan awayFor, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            await house.Seller.Browser.KillAsync(ct);
            await Task.Delay(awayFor, ct);
            await house.Seller.RestartAsync(ct: ct);
            await SignedInAsync(ct);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task<bool> SuspendInWriteAsync(TimeSpan patience, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            // The site holds the next write for a moment, so that there is a middle to hit.
            if (!await site.HitAsync("slow", new { kind = "slow", method = "PUT", delay_ms = HeldMs, when = "before" }, patience, ct)) return false;
            await BackgroundStop.NowAsync(house.Seller.Browser, ct);
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    public ValueTask DisposeAsync()
    {
        _turn.Dispose();
        return house.DisposeAsync();
    }

    // A browser that is killed soon after a sign-in may have lost it; then the person signs in again.
    private async Task SignedInAsync(CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Back)
        {
            var seen = await SiteAsync(ct);
            if (seen is { SignedIn: true }) return;
            if (seen is { SignedIn: false }) await house.Seller.SignInAsync(house.Options.Site, SellersHouse.Email, SellersHouse.Password, ct: ct);
            await Task.Delay(250, ct);
        }
    }

    private async Task<Protocol.Wire.SiteStatus?> SiteAsync(CancellationToken ct)
    {
        try
        {
            var status = await house.Admin.StatusAsync(ct);
            return status.Browsers.Where(browser => browser.Online).SelectMany(browser => browser.Sites).FirstOrDefault(known => known.Site == house.Options.Site);
        }
        catch (Client.StoFlowException)
        {
            return null;
        }
    }
}
