using System.Collections.Concurrent;
using StoFlow.Bridge.Ops;
using StoFlow.Bridge.Storage;
using StoFlow.Protocol;

namespace StoFlow.Bridge.Pairing;

/// <summary>The sellers that the operator named.</summary>
internal sealed class SellerBook(IdentityStore store, AuditLog audit, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Seller> _all = new(StringComparer.Ordinal);

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

    /// <summary>The seller of this name, made when it is new.</summary>
    /// <exception cref="BridgeException"><c>invalid_request</c>: the name is not of the form that is due.</exception>
    public async Task<Seller> AddAsync(string name, string actor, CancellationToken ct)
    {
        Check(name);
        if (_all.TryGetValue(name, out var held)) return held;
        var seller = new Seller(name, clock.GetUtcNow());
        if (!await store.AddSellerAsync(seller, ct)) return _all.GetValueOrDefault(name, seller);
        _all[name] = seller;
        await audit.RecordAsync(new AuditDraft(actor, AuditWords.SellerMade, name, null, null), ct);
        return seller;
    }

    /// <summary>Takes a seller off the list; false when there is none of this name.</summary>
    public async Task<bool> RemoveAsync(string name, string actor, CancellationToken ct)
    {
        if (!await store.RemoveSellerAsync(name, ct)) return false;
        _all.TryRemove(name, out _);
        await audit.RecordAsync(new AuditDraft(actor, AuditWords.SellerRemoved, name, null, null), ct);
        return true;
    }

    /// <summary>Throws unless the name is 1 to 64 letters, digits, dots, dashes or underscores and begins with a letter or digit.</summary>
    public static void Check(string name)
    {
        var good = name.Length is > 0 and <= 64 && char.IsAsciiLetterOrDigit(name[0])
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
        if (!good)
            throw new BridgeException(
                ErrorCode.InvalidRequest,
                "A seller's name is 1 to 64 letters, digits, dots, dashes or underscores, and begins with a letter or digit.",
                "name");
    }
}
