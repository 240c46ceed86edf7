using System.Globalization;
using System.Text.Json;

namespace StoFlow.Protocol.Shapes;

/// <summary>Whether a value is of a kind.</summary>
internal static class FieldKinds
{
    public static bool Fits(this FieldKind kind, JsonElement value) => kind switch
    {
        FieldKind.Number => IsNumber(value),
        FieldKind.Text => value.ValueKind == JsonValueKind.String,
        FieldKind.Flag => IsFlag(value),
        FieldKind.Price => IsNumber(value.ValueKind == JsonValueKind.Object && value.TryGetProperty("amount", out var amount) ? amount : value),
        FieldKind.List => value.ValueKind == JsonValueKind.Array,
        _ => true,
    };

    // The raw text: one with half a character, which JSON can hold, has no other.
    private static bool IsNumber(JsonElement value) => value.ValueKind == JsonValueKind.Number
        || (value.ValueKind == JsonValueKind.String && decimal.TryParse(value.GetRawText().AsSpan()[1..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out _));

    private static bool IsFlag(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number
        || (value.ValueKind == JsonValueKind.String && value.GetRawText()[1..^1] is "0" or "1" or "true" or "false" or "");
}
