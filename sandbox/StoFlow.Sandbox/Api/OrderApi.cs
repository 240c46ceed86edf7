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
            json.WriteNumber("status", order.StatusCode);
            json.WriteString("status_title", order.UserStatus);
            json.WriteString("status_updated_at", order.At);
            json.WriteString("transaction_user_status", order.UserStatus);
            json.WriteText("item_title", order.Item.Title);
            json.WriteBoolean("is_bundle", false);
            json.WriteStartArray("item_ids");
            json.WriteNumberValue(order.Item.Id);
            json.WriteEndArray();
            Person(json, "buyer", order.ConversationId % 1_000_000, order.BuyerLogin);
            Person(json, "seller", call.Me.Id, call.Me.Login);
            json.WriteStartObject("offer");
            json.WriteNumber("id", order.TransactionId + 1);
            json.WriteMoney("price", order.Item.Price, call.Site);
            json.WriteEndObject();
            json.WriteMoney("service_fee", Math.Round(0.7m + (order.Item.Price * 0.05m), 2), call.Site);
            json.WriteStartObject("shipment");
            json.WriteNumber("id", order.TransactionId + 2);
            json.WriteNumber("status", order.UserStatus is "completed" ? 400 : 200);
            json.WriteString("carrier_name", "Relais Fictif");
            json.WriteString("tracking_code", $"SBX{order.TransactionId}");
            json.WriteEndObject();
            json.WriteString("debit_processed_at", order.At);
            json.WriteEndObject();
        });
    }

    private static void Person(System.Text.Json.Utf8JsonWriter json, string name, long id, string login)
    {
        json.WriteStartObject(name);
        json.WriteNumber("id", id);
        json.WriteString("login", login);
        json.WriteNull("photo");
        json.WriteEndObject();
    }
}
