using System.Globalization;
using StoFlow.Bridge.Lanes;
using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Policy;
using StoFlow.Bridge.Storage;

namespace StoFlow.Bridge.Commands;

/// <summary>
/// A seller goes and takes everything along that a later seller of the same name would find: what waits, browsers and codes, pauses, uploads, its name in
/// tokens. Records and audit lines stay, for the operator: they say what was done. A later seller of the name does not see them.
/// </summary>
internal sealed class SellerDeparture(
    SellerBook sellers, BrowserBook browsers, PairingBook pairings, TokenBook tokens, CommandTable commands, LaneBook lanes, ICommandStore store,
    UploadShelf uploads, EventHub events, TimeProvider time)
{
    /// <summary>False when there is no such seller. May be repeated when it failed: the seller is the last that goes.</summary>
    public Task<bool> RunAsync(string name, string actor, CancellationToken ct) => sellers.RemoveAsync(name, actor, () => TakeAlongAsync(name, actor, ct), ct);

    private async Task TakeAlongAsync(string name, string actor, CancellationToken ct)
    {
        pairings.End(name);
        await CancelAsync(name, ct);
        await tokens.ForgetSellerAsync(name, actor, ct);
        foreach (var browser in browsers.PairedOf(name).ToList())
            await browsers.RevokeAsync(browser.Id, actor, ct);
        // What was being accepted while the seller left was not there yet.
        await CancelAsync(name, ct);
        lanes.Forget(name, actor);
        await uploads.ForgetAsync(name, ct);
        await RetireAsync(name, ct);
    }

    // No seller can be named so, and no two who left have the same name.
    private async Task RetireAsync(string name, CancellationToken ct)
    {
        var retired = string.Create(CultureInfo.InvariantCulture, $"{name} (removed {time.GetUtcNow().UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ})");
        await store.RetireSellerAsync(name, retired, ct);
        commands.Retire(name, retired);
        events.Retire(name, retired);
    }

    // A write that may run goes on until its browser is cut off.
    private Task CancelAsync(string name, CancellationToken ct) => commands.CancelAsync(command => command.Seller == name).WaitAsync(ct);
}
