using System.Text.Json;
using StoFlow.Sandbox.Shop;

namespace StoFlow.Sandbox.Api;

/// <summary>What was sold.</summary>
internal static class OrderApi
{
    public static void Map(ApiRoutes api)
    {
        api.Get("my_orders", Access.Seller, List);
        api.Get("transactions/{id:long}", Access.Seller, One);
    }

    private static Task List(ApiCall call)
    {
        var status = call.Query("status") ?? "all";
        Order[] orders;
        using (call.Enter())
            orders = call.Query("type") is "purchased" or "bought" ? [] : [.. call.Me.Shop.Orders.Where(o => status is "all" || string.Equals(o.Filter, status, StringComparison.Ordinal)).Reverse()];
        var page = Page.Of(call, orders.Length);
        return call.Ok(json =>
        {
            json.WriteStartArray("my_orders");
            foreach (var order in page.Cut(orders))
            {
                json.WriteStartObject();
                json.WriteNumber("transaction_id", order.TransactionId);
                json.WriteNumber("conversation_id", order.ConversationId);
                json.WriteText("title", order.Item.Title);
                json.WriteMoney("price", order.Item.Price, call.Site);
                json.WriteString("status", order.UserStatus);
                json.WriteString("transaction_user_status", order.UserStatus);
                json.WriteStartObject("photo");
                if (order.Item.Photos.Length > 0) json.WriteString("url", order.Item.Photos[0].Url(call.PhotoOrigin, "310x430"));
                json.WriteEndObject();
                json.WriteString("date", order.At);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WritePages(page, call.Market.Time.GetUtcNow().ToUnixTimeSeconds());
        });
    }

    private static Task One(ApiCall call)
    {
        Order? order;
        using (call.Enter()) order = call.Me.Shop.Orders.Find(o => o.TransactionId == call.Id());
        if (order is null) return call.NotFound();
        return call.Ok(json =>
        {
            json.WriteStartObject("transaction");
            json.WriteNumber("id", order.TransactionId);
            json.WriteNumber("item_id", order.Item.Id);
            json.WriteNumber("user_msg_thread_id", order.ConversationId);
            json.WriteNumber("msg_thread_id", order.ConversationId);
            json.WriteNumber("status", order.StatusCode);
            json.WriteString("status_title", order.UserStatus);
            json.WriteString("status_updated_at", order.At);
            json.WriteString("transaction_user_status", order.UserStatus);
            json.WriteText("item_title", order.Item.Title);
            json.WriteBoolean("is_bundle", false);
            json.WriteStartArray("item_ids");
            json.WriteNumberValue(order.Item.Id);
            json.WriteEndArray();
            Person(json, "buyer", order.ConversationId % 1_000_000, order.BuyerLogin, call.Site);
            Person(json, "seller", call.Me.Id, call.Me.Login, call.Site);
            Items(json, order.Item, call);
            json.WriteStartObject("offer");
            json.WriteNumber("id", order.TransactionId + 1);
            json.WriteMoney("price", order.Item.Price, call.Site);
            json.WriteEndObject();
            json.WriteMoney("service_fee", Math.Round(0.7m + (order.Item.Price * 0.05m), 2), call.Site);
            Parcel(json, order, call.Site);
            json.WriteString("debit_processed_at", order.At);
            json.WriteEndObject();
        });
    }

    private static void Items(Utf8JsonWriter json, Item item, ApiCall call)
    {
        json.WriteStartObject("order");
        json.WriteStartArray("items");
        json.WriteStartObject();
        json.WriteNumber("id", item.Id);
        json.WriteText("title", item.Title);
        json.WriteMoney("price", item.Price, call.Site);
        json.WriteString("size_title", SizeGroup.Find(ItemJson.SizeOf(item))?.Title ?? "");
        json.WriteText("brand_title", item.Brand);
        json.WriteStartArray("photos");
        for (var index = 0; index < item.Photos.Length; index++) PhotoJson.Write(json, item.Photos[index], index + 1, call.PhotoOrigin);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Parcel(Utf8JsonWriter json, Order order, MarketSite site)
    {
        var (sent, delivered) = (order.UserStatus is "waiting" or "completed", order.UserStatus is "completed");
        json.WriteStartObject("shipment");
        json.WriteNumber("id", order.TransactionId + 2);
        json.WriteNumber("status", delivered ? 400 : 200);
        json.WriteMoney("price", 2.88m * site.Rate, site);
        json.WriteString("carrier_name", "Relais Fictif");
        json.WriteString("tracking_code", $"SBX{order.TransactionId}");
        At("shipped_at", sent);
        At("delivered_at", delivered);
        json.WriteString("status_updated_at", order.At);
        json.WriteEndObject();

        void At(string name, bool happened)
        {
            if (happened) json.WriteString(name, order.At);
            else json.WriteNull(name);
        }
    }

    private static void Person(Utf8JsonWriter json, string name, long id, string login, MarketSite site)
    {
        json.WriteStartObject(name);
        json.WriteNumber("id", id);
        json.WriteString("login", login);
        json.WriteNull("photo");
        json.WriteString("country_code", site.Country);
        json.WriteString("city", "Villefictive");
        json.WriteNumber("feedback_reputation", 0.98);
        json.WriteEndObject();
    }
}
