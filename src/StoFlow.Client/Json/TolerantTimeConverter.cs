using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoFlow.Client;

/// <summary>Times come as ISO 8601 text or as seconds since 1970.</summary>
internal sealed class TolerantTimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var seconds) && IsSane(seconds)) return DateTimeOffset.FromUnixTimeSeconds(seconds);
        if (reader.TokenType == JsonTokenType.String)
        {
            var text = reader.GetString()!;
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seconds) && IsSane(seconds)) return DateTimeOffset.FromUnixTimeSeconds(seconds);

            // Of 05/01/2026 nobody can tell the day from the month.
            if (text is [_, _, _, _, '-', ..] && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return time;
        }

        throw new JsonException("A time is due: ISO 8601 or seconds since 1970.");
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    private static bool IsSane(long seconds) => seconds is >= 0 and < 253_402_300_800;
}
