using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using StoFlow.Sandbox.Shop;

namespace StoFlow.Sandbox.Api;

/// <summary>Small writers the views share.</summary>
internal static class JsonExtras
{
    /// <summary>Money as the site writes it: the amount is text, zeros at the end cut.</summary>
    public static void WriteMoney(this Utf8JsonWriter json, string name, decimal amount, MarketSite site, string form = "object")
    {
        switch (form)
        {
            case "string":
                json.WriteString(name, Amount(amount));
                break;
            case "number":
                json.WriteNumber(name, amount / 1.0000m);
                break;
            default:
                json.WriteStartObject(name);
                json.WriteString("amount", Amount(amount));
                json.WriteString("currency_code", site.Currency);
                json.WriteEndObject();
                break;
        }
    }

    /// <summary>
    /// Text for people. The writer would escape emoji and rare letters; the site sends them as they are, and a
    /// client must stand that.
    /// </summary>
    public static void WriteText(this Utf8JsonWriter json, string name, string? text)
    {
        if (text is null || text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
        {
            json.WriteString(name, text);
            return;
        }

        var raw = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value > 0xFFFF) raw.Append(rune.ToString());
            else raw.Append(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(rune.ToString()));
        }

        json.WritePropertyName(name);
        json.WriteRawValue(raw.Append('"').ToString(), skipInputValidation: true);
    }

    public static string Amount(decimal amount) => amount.ToString("0.0#", CultureInfo.InvariantCulture);

    public static void WriteId(this Utf8JsonWriter json, string name, long? id, bool asText)
    {
        if (id is not { } value) json.WriteNull(name);
        else if (asText) json.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
        else json.WriteNumber(name, value);
    }

    public static void WriteNumberOrNull(this Utf8JsonWriter json, string name, decimal? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }

    public static void WriteRawOrNull(this Utf8JsonWriter json, string name, string? raw)
    {
        json.WritePropertyName(name);
        if (raw is null) json.WriteNullValue();
        else json.WriteRawValue(raw);
    }

    public static void WriteNulls(this Utf8JsonWriter json, params ReadOnlySpan<string> names)
    {
        foreach (var name in names) json.WriteNull(name);
    }

    public static void WriteFlags(this Utf8JsonWriter json, bool value, params ReadOnlySpan<string> names)
    {
        foreach (var name in names) json.WriteBoolean(name, value);
    }

    public static void WritePages(this Utf8JsonWriter json, Page page, long now)
    {
        json.WriteStartObject("pagination");
        json.WriteNumber("current_page", page.Number);
        json.WriteNumber("total_pages", page.Pages);
        json.WriteNumber("total_entries", page.Total);
        json.WriteNumber("per_page", page.Size);
        json.WriteNumber("time", now);
        json.WriteEndObject();
    }
}
