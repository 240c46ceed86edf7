namespace StoFlow.Sandbox.Shop;

/// <summary>
/// Changes that happen under a reader's feet: items added, removed and moved to the front, at once or just before a
/// page of a listing is cut. Under the marketplace's lock.
/// </summary>
internal sealed class ShopMoves
{
    private const int Limit = 100;
    private readonly List<ShopMove> _waiting = [];

    /// <summary>Items that waiting moves are going to add.</summary>
    public int Adding => _waiting.Sum(move => move.Add);

    public bool Add(ShopMove move)
    {
        if (_waiting.Count >= Limit) return false;
        _waiting.Add(move);
        return true;
    }

    public void Clear() => _waiting.Clear();

    public void BeforePage(Marketplace market, Account owner, int page)
    {
        if (_waiting.Count == 0) return;
        foreach (var move in _waiting.Where(m => m.BeforePage == page && m.AccountId == owner.Id).ToArray())
        {
            _waiting.Remove(move);
            Apply(market, owner, move);
        }
    }

    /// <summary>Does it now; answers the ids added, removed and moved.</summary>
    public static (long[] Added, long[] Removed, long[] Moved) Apply(Marketplace market, Account owner, ShopMove move)
    {
        var listed = owner.Shop.View(ShopView.Owner, byAge: false);
        var generator = new ShopGenerator(owner, market.Accounts.Ids, market.Time.GetUtcNow(), listed.Length + 17);
        var removed = owner.Shop.Remove(listed.Where(i => i.State is "active").Take(move.Remove).Select(i => i.Id).Concat(move.RemoveIds));
        foreach (var id in removed) market.Deleted.Add(id);
        var moved = owner.Shop.MoveToFront(owner.Shop.View(ShopView.Owner, byAge: false).Reverse().Take(move.ToFront).Select(i => i.Id).Concat(move.ToFrontIds));
        var added = Enumerable.Range(0, move.Add).Select(_ => generator.AddOne().Id).ToArray();
        return (added, removed, moved);
    }
}
