using Microsoft.AspNetCore.Http;
using StoFlow.Sandbox.Ledger;
using StoFlow.Sandbox.Shop;
using StoFlow.Sandbox.Site;

namespace StoFlow.Sandbox.Control;

/// <summary>The hand of fate: fresh shops, sales, moves, sessions.</summary>
internal sealed class WorldControl(Marketplace market)
{
    public AccountReport[] Sellers()
    {
        lock (market.Lock) return [.. market.Accounts.All.Select(AccountReport.Of)];
    }

    public ItemReport[] Items(HttpContext http)
    {
        var (seller, state, most) = (ControlQuery.Text(http, "seller"), ControlQuery.Word(http, "state", Item.States), ControlQuery.Most(http, int.MaxValue));
        lock (market.Lock)
            return [.. market.Accounts.All.Where(a => seller is null || a.Matches(seller))
                .SelectMany(a => a.Shop.View(ShopView.Owner, byAge: false).Select(i => ItemReport.Of(a, i)))
                .Where(i => state is null || string.Equals(i.State, state, StringComparison.Ordinal)).Take(most)];
    }

    /// <summary>
    /// A fresh world. A named seller that exists gets a fresh shop and the others stay; one that does not takes the first
    /// account's place under its id, so that a signed-in browser goes on working.
    /// </summary>
    public AccountReport[] Reset(ResetRequest given)
    {
        WorldChecks.Checked(new SellerRequest { Items = given.Items, Site = given.Site });
        var several = WorldChecks.Several(given.Sellers ?? [], given.Items ?? market.Options.Items);
        var seller = WorldChecks.Seller(given.Seller);
        lock (market.Lock)
        {
            if (several.Length == 0 && seller is { Login: { } login, Email: { } email }) NeedFree(email, "email", market.Accounts.Find(login) ?? market.Accounts.First);
            market.World++;
            if (given.Seed is { } seed) market.Accounts.Seed = seed;
            Refill(given, seller, several);
            market.Sessions.KeepOnly(s => !given.SignOut && market.Accounts.Find(s.AccountId) is { } owner && s.IsOf(owner.Site));
            market.Photos.Clear();
            market.Moves.Clear();
            market.Faults.Clear();
            market.Challenge.Clear();
            market.Book.Clear();
            market.Requests.Clear();
            market.Page.Form = PageForm.Escaped;
            if (!given.KeepSettings) market.Settings = new SandboxSettings();
        }

        return Sellers();
    }

    public AccountReport AddSeller(SellerRequest given)
    {
        if (string.IsNullOrWhiteSpace(given.Login)) throw new MistakeException("login", "login is needed.");
        var options = WorldChecks.Checked(given).AsNew();
        lock (market.Lock)
        {
            NeedFree(options.Login, "login");
            NeedFree(options.Email, "email");
            return AccountReport.Of(market.Accounts.Add(options, given.Items ?? market.Options.Items));
        }
    }

    public SignInReport SignIn(SignInRequest given)
    {
        lock (market.Lock)
        {
            var account = Named(given.Login, "login", given.Site);
            var session = market.Sessions.SignIn(account, market.Settings.AccessLife);
            var anon = Guid.NewGuid().ToString("D");
            market.Book.Add(new LedgerEntry
            {
                At = market.Time.GetUtcNow(),
                Method = "CONTROL",
                Path = "/control/sign-in",
                Status = 200,
                Effect = Effects.SignedIn,
                Host = account.Site.Host,
                Login = account.Login,
            });
            return new SignInReport(account.Site.Host, account.Id, account.Login, market.Page.Token, anon, new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [SiteCookies.Access] = session.AccessToken,
                [SiteCookies.Refresh] = session.RefreshToken,
                [SiteCookies.Anon] = anon,
            });
        }
    }

    public ItemReport[] Sell(SellRequest given)
    {
        if (given.Status is not ("needs_action" or "waiting" or "completed" or "failed"))
            throw new MistakeException("status", "status is needs_action, waiting, completed or failed.");
        lock (market.Lock)
        {
            if (market.Accounts.FindItem(given.ItemId) is not { } found) throw new MistakeException("item_id", $"item_id: no item {given.ItemId}; GET /control/items lists them.");
            var (owner, item) = found;
            if (item.IsClosed || item.IsDraft) throw new MistakeException("item_id", $"Item {given.ItemId} is {item.State}: it cannot be sold.");
            var sold = item with { IsClosed = true, ClosingAction = "sold", IsReserved = false, UpdatedAt = market.Time.GetUtcNow() };
            owner.Shop.Replace(sold);
            var id = market.Accounts.Ids.NextTransaction();
            owner.Shop.Orders.Add(new Order(id, id - 1_000_000_000, sold, given.Buyer, market.Time.GetUtcNow(), given.Status));
            market.Book.Add(new LedgerEntry
            {
                At = market.Time.GetUtcNow(),
                Method = "CONTROL",
                Path = "/control/sell",
                Status = 200,
                Effect = Effects.ItemSold,
                ItemId = sold.Id,
                Title = sold.Title,
                Price = sold.Price,
                Host = owner.Site.Host,
                Login = owner.Login,
            });
            return [ItemReport.Of(owner, sold)];
        }
    }

    public MoveReport Move(MoveRequest given)
    {
        WorldChecks.Check(given);
        lock (market.Lock)
        {
            var owner = Named(given.Seller, "seller", null);
            if (owner.Shop.Count + market.Moves.Adding + given.Add > WorldChecks.MostItems)
                throw new MistakeException("add", $"add: a shop has at most {WorldChecks.MostItems} items, with those of moves that wait.");
            var move = new ShopMove(owner.Id, given.Add, given.Remove, given.ToFront, given.RemoveIds, given.ToFrontIds, given.BeforePage);
            if (given.BeforePage is not null)
                return market.Moves.Add(move) ? new MoveReport(true, [], [], []) : throw new MistakeException("before_page", "Too many moves wait.");
            var (added, removed, moved) = ShopMoves.Apply(market, owner, move);
            return new MoveReport(false, added, removed, moved);
        }
    }

    private Account Named(string? login, string field, string? site)
    {
        if (login is null && site is null) return market.Accounts.First;
        var where = site is null ? null : MarketSite.Find(site) ?? throw new MistakeException("site", $"site: no site \"{site}\"; write one such as www.vinted.fr.");
        return market.Accounts.All.FirstOrDefault(a => (where is null || a.Site == where) && (login is null || a.Matches(login)))
            ?? throw (login is null
                ? new MistakeException("site", $"site: no seller on {where!.Host}; GET /control/sellers lists them.")
                : new MistakeException(field, $"{field}: no seller \"{login}\"{(where is null ? "" : $" on {where.Host}")}; GET /control/sellers lists them."));
    }

    /// <summary>A name stands for one account only, that which is made anew.</summary>
    private void NeedFree(string name, string field, Account? anew = null)
    {
        if (market.Accounts.Find(name) is { } taken && taken != anew) throw new MistakeException(field, $"There is a seller \"{name}\" already.");
    }

    private void Refill(ResetRequest given, SellerRequest seller, SellerOptions[] several)
    {
        var items = given.Items ?? market.Options.Items;
        if (several.Length > 0)
        {
            market.Accounts.Restart(several, items);
            return;
        }

        if (given.Site is { } site) seller = seller with { Site = seller.Site ?? site };
        var known = seller.Login ?? seller.Email;
        if (known is null) market.Accounts.Restart([], items);
        var old = known is null ? market.Accounts.First : market.Accounts.Find(known) ?? market.Accounts.First;
        if (known is null && seller.Site is null && given.Items is null && seller == new SellerRequest()) return;
        market.Accounts.Rebuild(old, seller.Over(old.Details), seller.Items ?? items);
    }
}
