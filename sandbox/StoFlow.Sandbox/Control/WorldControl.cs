using System.Text.Json;
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
        string? seller = http.Request.Query["seller"], state = http.Request.Query["state"];
        var most = (int)Math.Min(ControlEndpoints.Number(http, "limit", int.MaxValue), int.MaxValue);
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
        var several = (given.Sellers ?? []).Select(Checked).ToArray();
        var seller = given.Seller is { } element ? Checked(Seller(element)) : new SellerRequest();
        Checked(new SellerRequest { Items = given.Items, Site = given.Site });
        lock (market.Lock)
        {
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
        Checked(given);
        lock (market.Lock)
        {
            if (market.Accounts.Find(given.Login) is not null) throw new MistakeException("login", $"There is a seller \"{given.Login}\" already.");
            var options = given.Over(new SellerOptions { Email = given.Login + "@example.test" });
            return AccountReport.Of(market.Accounts.Add(options, given.Items ?? market.Options.Items));
        }
    }

    public SignInReport SignIn(SignInRequest given)
    {
        lock (market.Lock)
        {
            var account = Named(given.Login, given.Site);
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
        lock (market.Lock)
        {
            var owner = Named(given.Seller, null);
            var move = new ShopMove(owner.Id, given.Add, given.Remove, given.ToFront, given.RemoveIds, given.ToFrontIds, given.BeforePage);
            if (given.BeforePage is not null)
                return market.Moves.Add(move) ? new MoveReport(true, [], [], []) : throw new MistakeException("before_page", "Too many moves wait.");
            var (added, removed, moved) = ShopMoves.Apply(market, owner, move);
            return new MoveReport(false, added, removed, moved);
        }
    }

    private Account Named(string? login, string? site)
    {
        if (login is null && site is null) return market.Accounts.First;
        var where = site is null ? null : MarketSite.Find(site) ?? throw new MistakeException("site", $"site: no site \"{site}\"; write one such as www.vinted.fr.");
        return market.Accounts.All.FirstOrDefault(a => (where is null || a.Site == where) && (login is null || a.Matches(login)))
            ?? throw new MistakeException("seller", $"No seller \"{login}\" there; GET /control/sellers lists them.");
    }

    private void Refill(ResetRequest given, SellerRequest seller, SellerRequest[] several)
    {
        var items = given.Items ?? market.Options.Items;
        if (several.Length > 0)
        {
            market.Accounts.Restart([.. several.Select(s => s.Over(new SellerOptions()))], items);
            return;
        }

        if (given.Site is { } site) seller = seller with { Site = seller.Site ?? site };
        var known = seller.Login ?? seller.Email;
        if (known is null) market.Accounts.Restart([], items);
        var old = known is null ? market.Accounts.First : market.Accounts.Find(known) ?? market.Accounts.First;
        if (known is null && seller.Site is null && given.Items is null && seller == new SellerRequest()) return;
        market.Accounts.Rebuild(old, seller.Over(old.Details), seller.Items ?? items);
    }

    private static SellerRequest Checked(SellerRequest given)
    {
        if (given.Items is < 0 or > 200_000) throw new MistakeException("items", "items is 0 to 200000.");
        if (given.Login is { } login && string.IsNullOrWhiteSpace(login)) throw new MistakeException("seller", "seller: a login is not empty; leave it out to keep the first account's.");
        if (given.Site is { } site && MarketSite.Find(site) is null) throw new MistakeException("site", $"site: no site \"{site}\"; write one such as www.vinted.fr.");
        return given;
    }

    private static SellerRequest Seller(JsonElement given) => given.ValueKind switch
    {
        JsonValueKind.String => new SellerRequest { Login = given.GetString() },
        JsonValueKind.Object => given.Deserialize(ControlJson.Default.SellerRequest) ?? new SellerRequest(),
        JsonValueKind.Null => new SellerRequest(),
        _ => throw new MistakeException("seller", "seller is a login or an object."),
    };
}
