using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoFlow.Client;

/// <summary>The site writes booleans as <c>true</c>, as 0 and 1, and now and then as text.</summary>
internal sealed class TolerantBoolConverter : JsonConverter<bool>
{
    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Number => reader.GetDecimal() != 0,
        JsonTokenType.String when reader.ValueTextEquals("1"u8) || reader.ValueTextEquals("true"u8) => true,
        JsonTokenType.String when reader.ValueTextEquals("0"u8) || reader.ValueTextEquals("false"u8) || reader.ValueTextEquals(""u8) => false,
        _ => throw new JsonException("A boolean is due."),
    };

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteBooleanValue(value);
}
