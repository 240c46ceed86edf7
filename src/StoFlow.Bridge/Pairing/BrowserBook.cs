using System.Collections.Concurrent;
using StoFlow.Bridge.Ops;
using StoFlow.Bridge.Policy;
using StoFlow.Bridge.Storage;
using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Pairing;

/// <summary>All paired browsers, in memory for look-up and on disk.</summary>
internal sealed class BrowserBook(IIdentityStore store, AuditLog audit, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, BrowserIdentity> _all = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _seen = new(StringComparer.Ordinal);

    /// <summary>Told of each revocation, so that the live socket is closed at once.</summary>
    public event Action<string>? Revoked;

    /// <summary>Every browser whose pairing holds.</summary>
    public IEnumerable<BrowserIdentity> Paired => _all.Select(pair => pair.Value).Where(browser => browser.IsPaired);

    /// <summary>Reads the store; once, before the first connection.</summary>
    public void Load()
    {
        foreach (var browser in store.Browsers()) _all[browser.Id] = browser;
    }

    /// <summary>The browser of this id, revoked or not; null when there is none.</summary>
    public BrowserIdentity? Get(string id) => _all.GetValueOrDefault(id);

    /// <summary>The paired browser of this id; null when there is none, or none any more.</summary>
    public BrowserIdentity? FindPaired(string id) => Get(id) is { IsPaired: true } browser ? browser : null;

    /// <summary>The paired browsers of a seller.</summary>
    public IEnumerable<BrowserIdentity> PairedOf(string seller) => Paired.Where(browser => browser.Seller == seller);

    /// <summary>Stores a newly paired browser.</summary>
    public async Task<BrowserIdentity> AddAsync(PairingTicket pairing, string name, ReadOnlyMemory<byte> publicKey, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var browser = new BrowserIdentity(
            RandomId.New("brw"), pairing.Seller, name, publicKey, now, now, RevokedAt: null,
            pairing.PluginVersion, pairing.Browser.Name, pairing.Browser.Version);
        await store.AddBrowserAsync(browser, ct);
        _all[browser.Id] = browser;
        await audit.RecordAsync(
            new AuditDraft(AuditWords.Browser(browser.Name), AuditWords.BrowserPaired, browser.Seller, browser.Id, browser.Browser), ct);
        return browser;
    }

    /// <summary>Ends a pairing for ever and closes the live socket; null when there is no such browser.</summary>
    /// <param name="id">The browser's.</param>
    /// <param name="actor">Who ended it; see <see cref="AuditWords"/>.</param>
    /// <param name="ct">Gives up before it is stored; once stored, it is carried through.</param>
    public async Task<BrowserIdentity?> RevokeAsync(string id, string actor, CancellationToken ct)
    {
        if (Get(id) is not { } browser) return null;
        if (!browser.IsPaired) return browser;
        var now = clock.GetUtcNow();
        try
        {
            await store.RevokeBrowserAsync(id, now, ct);
        }
        finally
        {
            // Even when the disk failed: better to shut out until the next start than to let a lost machine go on.
            browser = Change(id, held => held with { RevokedAt = held.RevokedAt ?? now }) ?? browser;
            Revoked?.Invoke(id);
        }

        await audit.RecordAsync(new AuditDraft(actor, AuditWords.BrowserRevoked, browser.Seller, $"{id} {browser.Name}", null), ct);
        return browser;
    }

    /// <summary>Gives a browser another name; null when there is no such browser.</summary>
    public async Task<BrowserIdentity?> RenameAsync(string id, string name, string actor, CancellationToken ct)
    {
        if (Get(id) is not { } browser) return null;
        await store.RenameBrowserAsync(id, name, ct);
        var renamed = Change(id, held => held with { Name = name });
        await audit.RecordAsync(new AuditDraft(actor, AuditWords.BrowserRenamed, browser.Seller, id, name), ct);
        return renamed;
    }

    /// <summary>Notes that a browser is there, or was until now. It reaches the disk with the next sweep.</summary>
    public void Seen(string id, string? pluginVersion = null, BrowserInfo? info = null)
    {
        var now = clock.GetUtcNow();
        var changed = Change(id, held => held with
        {
            LastSeen = now,
            PluginVersion = pluginVersion ?? held.PluginVersion,
            BrowserName = info?.Name ?? held.BrowserName,
            BrowserVersion = info?.Version ?? held.BrowserVersion,
        });
        if (changed is not null) _seen[id] = true;
    }

    /// <summary>Writes down who was seen since the last sweep.</summary>
    public async Task SweepAsync(CancellationToken ct)
    {
        var ids = _seen.Keys.ToArray();
        if (ids.Length == 0) return;
        foreach (var id in ids) _seen.TryRemove(id, out _);
        try
        {
            await store.SawBrowsersAsync([.. ids.Select(Get).OfType<BrowserIdentity>()], ct);
        }
        catch
        {
            // Who is not seen again soon would stay unwritten.
            foreach (var id in ids) _seen[id] = true;
            throw;
        }
    }

    /// <summary>Forgets browsers whose pairing ended long ago. One that comes back is unknown then, and no more let in than before.</summary>
    /// <param name="now">By the clock by which what is old is forgotten.</param>
    /// <param name="oldest">What ended before has been kept long enough.</param>
    /// <param name="ct">Gives up between two commits.</param>
    public async Task ForgetAsync(DateTimeOffset now, DateTimeOffset oldest, CancellationToken ct)
    {
        foreach (var some in EndedLongAgo.Of(_all.Select(pair => pair.Value), browser => browser.RevokedAt, now, oldest))
        {
            await store.ForgetBrowsersAsync([.. some.Select(browser => browser.Id)], ct);
            foreach (var browser in some) _all.TryRemove(browser.Id, out _);
        }
    }

    private BrowserIdentity? Change(string id, Func<BrowserIdentity, BrowserIdentity> change)
    {
        while (_all.TryGetValue(id, out var held))
        {
            var changed = change(held);
            if (_all.TryUpdate(id, changed, held)) return changed;
        }

        return null;
    }
}
