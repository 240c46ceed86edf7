using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoFlow.Protocol;

/// <summary>What a site wrote goes on byte for byte: copying it costs a fraction of writing it again token by token.</summary>
internal sealed class SiteJsonConverter : JsonConverter<JsonElement?>
{
    public override JsonElement? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? null : JsonElement.ParseValue(ref reader);

    // It was parsed, so it is JSON.
    public override void Write(Utf8JsonWriter writer, JsonElement? value, JsonSerializerOptions options)
    {
        if (value is { ValueKind: not JsonValueKind.Undefined } json) writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(json), skipInputValidation: true);
        else writer.WriteNullValue();
    }
}
