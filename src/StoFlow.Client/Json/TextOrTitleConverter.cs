using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoFlow.Client;

/// <summary>Reads <c>"Nike"</c> and <c>{"title":"Nike"}</c> alike: lists have shown both. Public, so that a caller's own JSON context can hold the models.</summary>
public sealed class TextOrTitleConverter : JsonConverter<string>
{
    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return ReadableTextConverter.Text(ref reader);
        using var value = JsonDocument.ParseValue(ref reader);
        return value.RootElement.ValueKind switch
        {
            JsonValueKind.Object when value.RootElement.TryGetProperty("title", out var title) && title.ValueKind == JsonValueKind.String => ReadableText.Of(title),
            JsonValueKind.Object => null,
            JsonValueKind.Number => value.RootElement.GetRawText(),
            _ => throw new JsonException("A text is due."),
        };
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
