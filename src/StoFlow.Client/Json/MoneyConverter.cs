using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoFlow.Client;

/// <summary>Reads <c>{"amount":"28.9","currency_code":"EUR"}</c>, <c>"28.9"</c> and <c>28.9</c>; writes the number, which is what the site takes.</summary>
internal sealed class MoneyConverter : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return new Money(Amount(ref reader), "");
        decimal? amount = null;
        var currency = "";
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var isAmount = reader.ValueTextEquals("amount"u8);
            var isCurrency = reader.ValueTextEquals("currency_code"u8) || reader.ValueTextEquals("currency"u8);
            reader.Read();
            if (isAmount) amount = Amount(ref reader);
            else if (isCurrency && reader.TokenType == JsonTokenType.String) currency = reader.GetString()!;
            else reader.Skip();
        }

        return new Money(amount ?? throw new JsonException("A price without an amount."), currency);
    }

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Amount);

    private static decimal Amount(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number) return reader.GetDecimal();
        if (reader.TokenType == JsonTokenType.String
            && decimal.TryParse(reader.GetString(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var amount))
            return amount;
        throw new JsonException("A price is due: a number, or one as text with a point.");
    }
}
