using StoFlow.Sandbox.Shop;

namespace StoFlow.Sandbox.Api;

/// <summary>The lists of items: a shop page by page, and the buyers' search.</summary>
internal static class WardrobeApi
{
    private const int SearchCap = 960;

    public static void Map(ApiRoutes api)
    {
        api.Get("wardrobe/{id:long}/items", Access.Visitor, List);
        api.Get("users/{id:long}/items", Access.Visitor, call => call.Settings.UsersItemsGone ? call.NotFound() : List(call));
        api.Get("wardrobe/items/{id:long}", Access.Seller, One);
        api.Get("catalog/items", Access.Visitor, Search);
    }

    private static Task List(ApiCall call)
    {
        var market = call.Market;
        Account? owner;
        Page page;
        Item[] items;
        bool[] processing;
        using (call.Enter()) owner = market.Accounts.Find(call.Id());
        if (owner is null || owner.Site != call.Site) return call.NotFound();
        using (call.Enter())
        {
            market.Moves.BeforePage(market, owner, call.Query("page", 1, 1, 1_000_000));
            var all = owner.Shop.View(ViewOf(call, owner), call.Query("order") is "newest_first");
            page = Page.Of(call, all.Length);
            items = page.Cut(all);
            processing = Array.ConvertAll(items, item => owner.Shop.TakeProcessing(item.Id));
        }

        return call.Ok(json =>
        {
            json.WriteStartArray("items");
            for (var index = 0; index < items.Length; index++) ItemJson.Write(json, call, owner, items[index], processing[index]);
            json.WriteEndArray();
            json.WritePages(page, market.Time.GetUtcNow().ToUnixTimeSeconds());
        });
    }

    private static ShopView ViewOf(ApiCall call, Account owner)
        => call.Account?.Id != owner.Id ? ShopView.Visitor : call.Query("cond") switch
        {
            "drafts" => ShopView.Drafts,
            "active" => ShopView.NoDrafts,
            _ => ShopView.Owner,
        };

    private static Task One(ApiCall call)
    {
        Item? item;
        var processing = false;
        using (call.Enter())
        {
            item = call.Me.Shop.Find(call.Id());
            if (item is not null) processing = call.Me.Shop.TakeProcessing(item.Id);
        }

        if (item is null || item.IsDeleted) return ItemReadApi.Gone(call);
        return call.Ok(json =>
        {
            json.WritePropertyName("item");
            ItemJson.Write(json, call, call.Me, item, processing);
        });
    }

    private static Task Search(ApiCall call)
    {
        (Account Owner, Item Item)[] all;
        using (call.Enter())
        {
            var text = call.Query("search_text") ?? "";
            all = [.. call.Market.Accounts.All.Where(a => a.Site == call.Site)
                .SelectMany(a => a.Shop.View(ShopView.Visitor, byAge: true).Where(i => i.State is "active").Select(i => (a, i)))
                .Where(found => found.i.Title.Contains(text, StringComparison.OrdinalIgnoreCase)).Take(SearchCap)];
        }

        var page = Page.Of(call, all.Length);
        page = page with { Size = Math.Min(page.Size, 96) };
        return call.Ok(json =>
        {
            json.WriteStartArray("items");
            foreach (var (owner, item) in page.Cut(all)) ItemJson.Write(json, call, owner, item, processing: false);
            json.WriteEndArray();
            json.WritePages(page, call.Market.Time.GetUtcNow().ToUnixTimeSeconds());
        });
    }
}
