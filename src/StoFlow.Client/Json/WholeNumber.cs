using System.Globalization;
using System.Text.Json;

namespace StoFlow.Client;

/// <summary>Ids and counts come as <c>3</c> and <c>"3"</c>; <c>3.0</c> and <c>3e0</c> say the same.</summary>
internal static class WholeNumber
{
    /// <summary>The number; null when it is none, or not a whole one.</summary>
    public static long? Of(JsonElement value)
    {
        if (value.ValueKind is not (JsonValueKind.Number or JsonValueKind.String)) return null;
        var text = ReadableText.Of(value);
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var plain)) return plain;
        return decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            && decimal.Truncate(number) == number && number is >= long.MinValue and <= long.MaxValue
            ? (long)number
            : null;
    }
}
