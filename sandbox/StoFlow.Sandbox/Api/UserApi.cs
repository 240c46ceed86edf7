using System.Globalization;
using StoFlow.Sandbox.Ledger;
using StoFlow.Sandbox.Shop;
using StoFlow.Sandbox.Site;

namespace StoFlow.Sandbox.Api;

/// <summary>Users: oneself in full, others in part.</summary>
internal static class UserApi
{
    public static void Map(ApiRoutes api)
    {
        api.Get("users/current", Access.Seller, call => Show(call, call.Me));
        api.Get("users/{id:long}", Access.Visitor, call => ById(call, call.Id()));
        api.Get("users", Access.Visitor, call => ById(call, long.TryParse(call.Query("id"), CultureInfo.InvariantCulture, out var id) ? id : 0));
        api.Get("users/{id:long}/balance", Access.Seller, Balance);
        api.Get("user_addresses/default_shipping_address", Access.Seller, Address);
        api.Write("DELETE", "users/{id:long}/holiday", EndHoliday);
    }

    private static Task ById(ApiCall call, long id)
    {
        Account? user;
        using (call.Enter()) user = call.Market.Accounts.Find(id);
        return user is null || user.Site != call.Site ? call.NotFound() : Show(call, user);
    }

    private static Task Show(ApiCall call, Account user) => call.Ok(json =>
    {
        json.WritePropertyName("user");
        using (call.Enter())
            UserJson.Write(json, user, user.Id == call.Account?.Id, call.Http.Request.Cookies[SiteCookies.Anon], call.Market.Time.GetUtcNow());
    });

    private static Task Balance(ApiCall call)
        => call.Id() != call.Me.Id ? call.Refuse(403, 106, "access_denied", "Accès refusé") : call.Ok(json =>
        {
            json.WriteMoney("available_amount", 42.5m, call.Site);
            json.WriteMoney("escrow_amount", 0, call.Site);
        });

    private static Task Address(ApiCall call) => call.Ok(json =>
    {
        json.WriteStartObject("user_address");
        json.WriteNumber("id", call.Me.Id + 1);
        json.WriteString("name", call.Me.Details.RealName);
        json.WriteString("line1", "1 rue Inventée");
        json.WriteString("city", "Villefictive");
        json.WriteString("postal_code", "00000");
        json.WriteString("country_code", call.Site.Country);
        json.WriteEndObject();
    });

    private static Task EndHoliday(ApiCall call)
    {
        if (call.Id() != call.Me.Id) return call.Refuse(403, 106, "access_denied", "Accès refusé");
        using (call.Enter())
        {
            call.Me.OnHoliday = false;
            call.Market.Book.Add(call.Effect(Effects.HolidayEnded));
        }

        return call.Ok();
    }
}
