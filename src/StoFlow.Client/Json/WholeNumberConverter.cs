using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoFlow.Client;

/// <summary>Reads ids and counts as the site writes them: <c>1643</c>, <c>"1643"</c> and <c>1643.0</c> say the same.</summary>
internal sealed class WholeNumberConverter<T> : JsonConverter<T>
    where T : struct, IBinaryInteger<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var plain)) return Fitting(plain);
        using var value = JsonDocument.ParseValue(ref reader);
        return WholeNumber.Of(value.RootElement) is { } whole ? Fitting(whole) : throw new JsonException("A whole number is due.");
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteNumberValue(long.CreateChecked(value));

    private static T Fitting(long number)
    {
        var value = T.CreateTruncating(number);
        return long.CreateChecked(value) == number ? value : throw new JsonException(string.Create(CultureInfo.InvariantCulture, $"{number} is too large."));
    }
}
