namespace StoFlow.Sandbox.Shop;

/// <summary>
/// The items of one account in the order the site lists them, last first. Lists are cut from cached views that
/// a change throws away, so paging through ten thousand items costs one pass, not one per page.
/// </summary>
internal sealed class SellerShop
{
    private readonly Dictionary<long, Item> _items = [];
    private readonly Dictionary<long, int> _processing = [];
    private readonly List<long> _rank = [];
    private readonly Dictionary<(ShopView View, bool ByAge), Item[]> _views = [];

    public List<Order> Orders { get; } = [];

    public int Count => _items.Count;

    public IEnumerable<Item> Items => _rank.Select(id => _items[id]);

    public Item? Find(long id) => _items.GetValueOrDefault(id);

    /// <summary>Adds a new item in front of the list.</summary>
    public void Add(Item item, int processingReads = 0)
    {
        _items.Add(item.Id, item);
        _rank.Add(item.Id);
        if (processingReads > 0) _processing[item.Id] = processingReads;
        _views.Clear();
    }

    public void Replace(Item item)
    {
        _items[item.Id] = item;
        _views.Clear();
    }

    /// <summary>Takes items out; answers those that were there. One pass, however many they are.</summary>
    public long[] Remove(params IEnumerable<long> ids)
    {
        long[] gone = [.. ids.Where(id => _items.Remove(id))];
        TakeFromRank(gone);
        foreach (var id in gone) _processing.Remove(id);
        return gone;
    }

    /// <summary>Puts items in front, as a renewed or bumped one is, the last before all others; answers those that are there.</summary>
    public long[] MoveToFront(params IEnumerable<long> ids)
    {
        long[] moved = [.. ids.Distinct().Where(_items.ContainsKey)];
        TakeFromRank(moved);
        _rank.AddRange(moved);
        return moved;
    }

    public Item[] View(ShopView view, bool byAge)
    {
        if (_views.TryGetValue((view, byAge), out var cached)) return cached;
        var ids = Enumerable.Reverse(_rank);
        if (byAge) ids = _rank.OrderByDescending(id => id);
        var fresh = ids.Select(id => _items[id]).Where(item => Shows(view, item)).ToArray();
        return _views[(view, byAge)] = fresh;
    }

    /// <summary>Whether a new item still looks unfinished to this read; each read uses one up.</summary>
    public bool TakeProcessing(long id)
    {
        if (_processing.Count == 0 || !_processing.TryGetValue(id, out var left)) return false;
        if (left <= 1) _processing.Remove(id);
        else _processing[id] = left - 1;
        return true;
    }

    private void TakeFromRank(long[] ids)
    {
        if (ids.Length == 0) return;
        var gone = ids.ToHashSet();
        _rank.RemoveAll(gone.Contains);
        _views.Clear();
    }

    private static bool Shows(ShopView view, Item item) => view switch
    {
        ShopView.Owner => true,
        ShopView.Drafts => item.IsDraft,
        ShopView.NoDrafts => !item.IsDraft,
        _ => !item.IsDraft && !item.IsHidden && !item.IsClosed,
    };
}
