using System.Collections.Concurrent;
using StoFlow.Bridge.Ops;
using StoFlow.Bridge.Storage;
using StoFlow.Protocol;

namespace StoFlow.Bridge.Pairing;

/// <summary>The sellers that the operator named.</summary>
internal sealed class SellerBook(IIdentityStore store, AuditLog audit, TimeProvider clock) : IDisposable
{
    private readonly ConcurrentDictionary<string, Seller> _all = new(StringComparer.Ordinal);

    // One comes or goes at a time: a name that is leaving is not taken again before all of it is gone.
    private readonly SemaphoreSlim _turn = new(1);

    // What is being taken in for a seller right now; that is over in milliseconds.
    private static readonly TimeSpan HoldLook = TimeSpan.FromMilliseconds(5);
    private readonly ConcurrentDictionary<string, int> _held = new(StringComparer.Ordinal);

    /// <summary>Every seller, by name.</summary>
    public IReadOnlyList<Seller> All => [.. _all.Values.OrderBy(seller => seller.Name, StringComparer.Ordinal)];

    /// <summary>Nobody was named yet.</summary>
    public bool IsEmpty => _all.IsEmpty;

    /// <summary>Reads the store; once, before the first request.</summary>
    public void Load()
    {
        foreach (var seller in store.Sellers()) _all[seller.Name] = seller;
    }

    /// <summary>Whether this seller exists.</summary>
    public bool Knows(string name) => _all.ContainsKey(name);

    /// <summary>Since when this seller is here; what is older was another's of the same name.</summary>
    public DateTimeOffset Since(string name) => _all.TryGetValue(name, out var seller) ? seller.CreatedAt : DateTimeOffset.MaxValue;

    /// <summary>
    /// Keeps a seller's departure from beginning for as long as something of it is being taken in, which the departure would not find yet; to be disposed. Null when
    /// it is not there any more, or is a later one of the same name.
    /// </summary>
    /// <param name="name">The seller's.</param>
    /// <param name="since">Which one of the name is meant: see <see cref="Since"/>. Null: whoever has it now.</param>
    public IDisposable? TryHold(string name, DateTimeOffset? since = null)
    {
        _held.AddOrUpdate(name, 1, static (_, count) => count + 1);
        // Only now: who leaves is off the list first, and looks for holds after that.
        if (_all.TryGetValue(name, out var seller) && (since is null || since == seller.CreatedAt)) return new Hold(this, name);
        LetGo(name);
        return null;
    }

    /// <summary>The seller of this name, made when it is new.</summary>
    /// <exception cref="BridgeException"><c>invalid_request</c>: the name is not of the form that is due.</exception>
    public async Task<Seller> AddAsync(string name, string actor, CancellationToken ct)
    {
        Check(name);
        if (_all.TryGetValue(name, out var held)) return held;
        await _turn.WaitAsync(ct);
        try
        {
            if (_all.TryGetValue(name, out held)) return held;
            var seller = new Seller(name, clock.GetUtcNow());
            await store.AddSellerAsync(seller, ct);
            _all[name] = seller;
            await audit.RecordAsync(new AuditDraft(actor, AuditWords.SellerMade, name, null, null), ct);
            return seller;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Takes a seller off the list; false when there is none of this name.</summary>
    /// <param name="name">Unknown from here on: nothing more is let in for it.</param>
    /// <param name="actor">Who does it; see <see cref="AuditWords"/>.</param>
    /// <param name="takeAlong">Ends what the seller has. When it fails the seller stays, and the call can be sent again.</param>
    /// <param name="ct">Gives up before the seller is off the list.</param>
    public async Task<bool> RemoveAsync(string name, string actor, Func<Task> takeAlong, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            if (!_all.TryRemove(name, out var seller)) return false;
            try
            {
                while (_held.ContainsKey(name)) await Task.Delay(HoldLook, clock, ct);
                await takeAlong();
                await store.RemoveSellerAsync(name, ct);
            }
            catch
            {
                _all[name] = seller;
                throw;
            }

            await audit.RecordAsync(new AuditDraft(actor, AuditWords.SellerRemoved, name, null, null), CancellationToken.None);
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>Throws unless the name is 1 to 64 letters, digits, dots, dashes or underscores and begins with a letter or digit.</summary>
    /// <param name="name">As the caller wrote it.</param>
    /// <param name="field">The field of the call that holds it.</param>
    public static void Check(string name, string field = "name")
    {
        var good = name.Length is > 0 and <= 64 && char.IsAsciiLetterOrDigit(name[0])
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
        if (!good)
            throw BridgeException.OfField(field, "a seller's name is 1 to 64 letters (a to z, A to Z), digits, dots, dashes or underscores, and begins with a letter or digit.");
    }

    private void LetGo(string name)
    {
        if (_held.AddOrUpdate(name, 0, static (_, count) => count - 1) == 0) _held.TryRemove(KeyValuePair.Create(name, 0));
    }

    private sealed class Hold(SellerBook sellers, string name) : IDisposable
    {
        public void Dispose() => sellers.LetGo(name);
    }
}
