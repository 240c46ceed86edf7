using System.Text.Json;
using StoFlow.Sandbox.Shop;

namespace StoFlow.Sandbox.Api;

/// <summary>An item as lists show it: brand, size and condition are text, ids are left to the edit view.</summary>
internal static class ItemJson
{
    public static void Write(Utf8JsonWriter json, ApiCall call, Account owner, Item item, bool processing)
    {
        json.WriteStartObject();
        Fields(json, call, owner, item, processing);
        json.WriteEndObject();
    }

    public static void Fields(Utf8JsonWriter json, ApiCall call, Account owner, Item item, bool processing)
    {
        var mine = call.Account?.Id == owner.Id;
        var form = call.Settings.PriceForm;
        var fee = Math.Round(0.7m + (item.Price * 0.05m), 2);
        json.WriteNumber("id", item.Id);
        json.WriteText("title", item.Title);
        json.WriteMoney("price", item.Price, owner.Site, form);
        if (form is not "object") json.WriteString("currency", owner.Site.Currency);
        json.WriteMoney("service_fee", fee, owner.Site, form);
        json.WriteMoney("total_item_price", item.Price + fee, owner.Site, form);
        json.WriteString("brand", item.Brand);
        json.WriteString("size", SizeGroup.Find(SizeOf(item))?.Title ?? "");
        json.WriteString("status", Condition.Find(ConditionOf(item))?.Title(owner.Site.Language) ?? "");
        json.WriteString("url", owner.Site.Origin + PathOf(item));
        json.WriteString("path", PathOf(item));
        Photos(json, call, item);
        json.WriteNumber("view_count", item.Views);
        json.WriteNumber("favourite_count", item.Favourites);
        json.WriteBoolean("is_draft", item.IsDraft);
        json.WriteBoolean("is_closed", item.IsClosed);
        json.WriteBoolean("is_reserved", item.IsReserved);
        json.WriteBoolean("is_hidden", item.IsHidden);
        json.WriteBoolean("is_processing", processing);
        json.WriteString("item_closing_action", item.ClosingAction);
        json.WriteString("item_alert_type", processing ? "under_review" : null);
        json.WriteNull("item_alert");
        json.WriteNumber("user_id", owner.Id);
        json.WriteStartObject("user");
        json.WriteNumber("id", owner.Id);
        json.WriteString("login", owner.Login);
        json.WriteString("profile_url", $"{owner.Site.Origin}/member/{owner.Id}-{owner.Login}");
        json.WriteEndObject();
        json.WriteFlags(mine && !item.IsClosed, "can_edit", "can_delete", "can_push_up");
        json.WriteBoolean("stats_visible", mine);
        json.WriteBoolean("promoted", false);
        json.WriteString("created_at_ts", item.CreatedAt);
    }

    public static string PathOf(Item item) => $"/items/{item.Id}-{Slug(item.Title)}";

    public static int? SizeOf(Item item) => item.SizeId ?? Attribute(item, "size");

    public static int? ConditionOf(Item item) => item.StatusId ?? Attribute(item, "condition");

    private static int? Attribute(Item item, string code)
    {
        foreach (var attribute in item.Attributes)
            if (string.Equals(attribute.Code, code, StringComparison.Ordinal) && attribute.Ids.Length > 0) return attribute.Ids[0];
        return null;
    }

    private static void Photos(Utf8JsonWriter json, ApiCall call, Item item)
    {
        var origin = call.PhotoOrigin;
        if (call.Settings.SinglePhoto)
        {
            json.WriteNumber("photos_count", item.Photos.Length);
            json.WritePropertyName("photo");
            if (item.Photos.Length == 0) json.WriteNullValue();
            else PhotoJson.Write(json, item.Photos[0], 1, origin);
            return;
        }

        json.WriteStartArray("photos");
        for (var index = 0; index < item.Photos.Length; index++) PhotoJson.Write(json, item.Photos[index], index + 1, origin);
        json.WriteEndArray();
    }

    private static string Slug(string title)
    {
        Span<char> slug = stackalloc char[48];
        var length = 0;
        foreach (var letter in title)
        {
            if (length == slug.Length) break;
            if (char.IsAsciiLetterOrDigit(letter)) slug[length++] = char.ToLowerInvariant(letter);
            else if (length > 0 && slug[length - 1] != '-') slug[length++] = '-';
        }

        return slug[..length].Trim('-').ToString();
    }
}
