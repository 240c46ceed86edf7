namespace StoFlow.Sandbox.Shop;

/// <summary>All accounts of the marketplace and the counters their ids come from. Under the marketplace's lock.</summary>
internal sealed class AccountBook
{
    private readonly SandboxOptions _options;
    private readonly Dictionary<long, Account> _byId = [];
    private long _nextAccount = 12_340_001;

    public AccountBook(SandboxOptions options)
    {
        _options = options;
        Seed = options.Seed;
        foreach (var seller in options.Sellers.DefaultIfEmpty(new SellerOptions())) Add(seller, seller.Items ?? options.Items);
    }

    public int Seed { get; set; }

    public IdCounter Ids { get; } = new();

    public IReadOnlyCollection<Account> All => _byId.Values;

    public Account First => _byId.Values.First();

    public Account? Find(long id) => _byId.GetValueOrDefault(id);

    public Account? Find(string loginOrEmail, MarketSite? site = null)
        => _byId.Values.FirstOrDefault(a => (site is null || a.Site == site) && a.Matches(loginOrEmail));

    /// <summary>The account that owns an item, with the item.</summary>
    public (Account Owner, Item Item)? FindItem(long id)
    {
        foreach (var account in _byId.Values)
            if (account.Shop.Find(id) is { } item) return (account, item);
        return null;
    }

    public Account Add(SellerOptions seller, int items) => Put(_nextAccount++, seller, items);

    /// <summary>Makes the account anew under the same id, so that whoever is signed in stays so.</summary>
    public Account Rebuild(Account old, SellerOptions seller, int items) => Put(old.Id, seller, items);

    /// <summary>Back to the accounts of the start; the first one keeps its id.</summary>
    public void Restart(IReadOnlyList<SellerOptions> sellers, int items)
    {
        _byId.Clear();
        _nextAccount = 12_340_001;
        var named = sellers.Count > 0 ? sellers : _options.Sellers;
        foreach (var seller in named.DefaultIfEmpty(new SellerOptions())) Add(seller, seller.Items ?? items);
    }

    private Account Put(long id, SellerOptions seller, int items)
    {
        var site = MarketSite.Find(seller.Site) ?? throw new ArgumentException($"No site \"{seller.Site}\"; write one such as www.vinted.fr.", nameof(seller));
        var now = _options.Time.GetUtcNow();
        var account = new Account(id, seller, site) { CreatedAt = now.AddDays(-900) };
        new ShopGenerator(account, Ids, now, unchecked((Seed * 7919) + (int)id)).Fill(items);
        return _byId[id] = account;
    }
}
