using System.Text.Json;
using StoFlow.Sandbox.Shop;

namespace StoFlow.Sandbox.Api;

/// <summary>A user, in full for the owner and in part for others. Pages embed the same object.</summary>
internal static class UserJson
{
    public static void Write(Utf8JsonWriter json, Account user, bool own, string? anonId, DateTimeOffset now)
    {
        var site = user.Site;
        var counts = Counts(user);
        json.WriteStartObject();
        json.WriteNumber("id", user.Id);
        json.WriteString("login", user.Login);
        if (own) Private(json, user, anonId);
        json.WriteBoolean("business", user.Details.Business);
        json.WriteNumber("item_count", counts.OnSale);
        json.WriteNumber("total_items_count", counts.Total);
        json.WriteNumber("given_item_count", user.Shop.Orders.Count);
        json.WriteNumber("taken_item_count", 3);
        json.WriteNumber("followers_count", 41);
        json.WriteNumber("following_count", 12);
        json.WriteNumber("following_brands_count", 2);
        json.WriteNumber("positive_feedback_count", 37);
        json.WriteNumber("neutral_feedback_count", 1);
        json.WriteNumber("negative_feedback_count", 0);
        json.WriteNumber("feedback_count", 38);
        json.WriteNumber("feedback_reputation", 0.98);
        json.WriteNumber("account_status", 0);
        json.WriteBoolean("is_on_holiday", user.OnHoliday);
        json.WriteFlags(false, "is_account_banned", "is_account_ban_permanent");
        json.WriteNull("account_ban_date");
        json.WriteBoolean("expose_location", true);
        json.WriteNumber("city_id", 4021);
        json.WriteString("city", "Villefictive");
        json.WriteNumber("country_id", 16);
        json.WriteString("country_code", site.Country);
        json.WriteString("country_iso_code", site.Country);
        json.WriteString("country_title", CountryNames.English(site.Country));
        json.WriteString("country_title_local", CountryNames.Own(site.Country));
        json.WriteString("currency", site.Currency);
        json.WriteString("locale", site.Language);
        json.WriteString("iso_locale_code", site.Locale);
        json.WriteNull("photo");
        json.WriteString("path", $"/member/{user.Id}-{user.Login}");
        json.WriteString("profile_url", $"{site.Origin}/member/{user.Id}-{user.Login}");
        json.WriteString("share_profile_url", $"{site.Origin}/member/{user.Id}-{user.Login}");
        json.WriteBoolean("moderator", false);
        json.WriteBoolean("is_online", own);
        json.WriteString("last_loged_on_ts", now);
        json.WriteString("created_at", user.CreatedAt);
        json.WriteNull("bundle_discount");
        Verification(json, user.CreatedAt);
        json.WriteFlags(true, "accepts_payments", "has_confirmed_payments_account", "can_view_profile");
        json.WriteBoolean("has_ship_fast_badge", false);
        json.WriteStartArray("seller_badges");
        json.WriteEndArray();
        json.WriteFlags(false, "is_favourite", "is_hated", "hates_you");
        json.WriteString("about", "");
        json.WriteEndObject();
    }

    private static (int OnSale, int Total) Counts(Account user)
        => (user.Shop.View(ShopView.Visitor, byAge: false).Length, user.Shop.Count);

    private static void Private(Utf8JsonWriter json, Account user, string? anonId)
    {
        json.WriteString("anon_id", anonId);
        json.WriteString("email", user.Details.Email);
        json.WriteString("real_name", user.Details.RealName);
        json.WriteNulls("birthday", "gender");
        json.WriteId("business_account_id", user.Details.Business ? user.Id % 100_000 : null, asText: false);
        json.WriteNull("default_address");
        if (!user.Details.Business)
        {
            json.WriteNull("business_account");
            return;
        }

        json.WriteStartObject("business_account");
        json.WriteNumber("id", user.Id % 100_000);
        json.WriteString("name", user.Details.RealName);
        json.WriteString("legal_name", user.Details.RealName + " SARL");
        json.WriteString("legal_code", "00000000000000");
        json.WriteString("vat", "XX00000000000");
        json.WriteString("email", user.Details.Email);
        json.WriteString("phone_number", "+00000000000");
        json.WriteString("entity_type", "legal_business");
        json.WriteString("status", "completed");
        json.WriteStartObject("address");
        json.WriteString("line1", "1 rue Inventée");
        json.WriteString("city", "Villefictive");
        json.WriteString("postal_code", "00000");
        json.WriteString("country_code", user.Site.Country);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Verification(Utf8JsonWriter json, DateTimeOffset at)
    {
        json.WriteStartObject("verification");
        json.WriteStartObject("email");
        json.WriteFlags(true, "valid", "available");
        json.WriteString("verified_at", at);
        json.WriteEndObject();
        foreach (var kind in (ReadOnlySpan<string>)["phone", "google", "facebook"])
        {
            json.WriteStartObject(kind);
            json.WriteFlags(false, "valid", "available");
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
