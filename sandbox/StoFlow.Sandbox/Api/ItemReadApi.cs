using StoFlow.Sandbox.Shop;

namespace StoFlow.Sandbox.Api;

/// <summary>One item: the owner's edit view, the buyers' view, and the route that has been dead since 2026.</summary>
internal static class ItemReadApi
{
    public static void Map(ApiRoutes api)
    {
        api.Get("item_upload/items/{id:long}", Access.Seller, Edit);
        api.Get("items/{id:long}/details", Access.Seller, Details);
        api.Get("items/{id:long}", Access.Visitor, call => call.NoRoute());
        api.Get("items/configuration", Access.Seller, call => call.Ok(json => json.WriteString("upload_session_id", Guid.NewGuid())));
        api.Get("item_price_suggestions", Access.Seller, call => call.Ok(json =>
        {
            json.WriteMoney("min", 5, call.Site);
            json.WriteMoney("max", 25, call.Site);
        }));
    }

    /// <summary>What a deleted or unknown item's detail answers.</summary>
    public static Task Gone(ApiCall call)
    {
        bool existed;
        using (call.Enter()) existed = call.Market.Deleted.Contains(call.Id());
        return existed && call.Settings.DeletedStatus == 410
            ? call.Refuse(410, 104, "not_found", "Cet article a été supprimé")
            : call.NotFound();
    }

    private static Task Edit(ApiCall call)
    {
        Item? item;
        bool others = false, processing = false;
        using (call.Enter())
        {
            item = call.Me.Shop.Find(call.Id());
            if (item is null) others = call.Market.Accounts.FindItem(call.Id()) is not null;
            else processing = call.Me.Shop.TakeProcessing(item.Id);
        }

        if (others) return call.Refuse(403, 106, "access_denied", "Accès refusé");
        if (item is null || item.IsDeleted) return Gone(call);
        return call.Ok(json =>
        {
            json.WritePropertyName("item");
            EditJson.Write(json, call, item, processing);
            json.WriteRawOrNull("parcel", item.Extras.Parcel);
        });
    }

    private static Task Details(ApiCall call)
    {
        (Account Owner, Item Item)? found;
        using (call.Enter()) found = call.Market.Accounts.FindItem(call.Id());
        if (found is not { } known || known.Owner.Site != call.Site || known.Item.IsDeleted) return Gone(call);
        var (owner, item) = known;
        var mine = owner.Id == call.Me.Id;
        if (!mine && (item.IsDraft || item.IsHidden)) return call.NotFound();
        return call.Ok(json =>
        {
            json.WriteStartObject("item");
            ItemJson.Fields(json, call, owner, item, processing: false);
            json.WriteText("description", item.Description);
            json.WriteId("catalog_id", item.CatalogId, asText: false);
            json.WriteStartObject("brand_dto");
            json.WriteId("id", item.BrandId, asText: false);
            json.WriteText("title", item.Brand);
            json.WriteEndObject();
            json.WriteBoolean("can_buy", !mine && item.State is "active");
            json.WriteFlags(mine && item.State is "active", "can_reserve", "can_mark_as_sold", "can_close");
            json.WriteBoolean("transaction_permitted", item.State is "active");
            json.WriteString("updated_at_ts", item.UpdatedAt);
            json.WriteEndObject();
            json.WriteStartArray("plugins");
            json.WriteEndArray();
        });
    }
}
