using System.Buffers;
using System.Collections.ObjectModel;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Commands;

/// <summary>
/// The hash that tells a repeat from another command under the same idempotency key. Spelling does not count (order of fields,
/// white space, header case), nor does the deadline; the bytes of files count by their own hash.
/// </summary>
internal static class BodyHash
{
    private static readonly IReadOnlyDictionary<string, string> Nothing = ReadOnlyDictionary<string, string>.Empty;

    public static byte[] Of(string action, string seller, string? browser, string? site, IReadOnlyList<SiteRequest>? requests)
    {
        var text = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartArray();
            json.WriteStringValue(action);
            json.WriteStringValue(seller);
            json.WriteStringValue(browser);
            json.WriteStringValue(site);
            foreach (var request in requests ?? []) Write(json, request);
            json.WriteEndArray();
        }

        return SHA256.HashData(text.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, SiteRequest request)
    {
        json.WriteStartArray();
        json.WriteStringValue(request.Url);
        json.WriteStringValue(request.Method);
        json.WriteStringValue(request.Credentials);
        json.WriteStringValue(request.ContentType);
        // Each part in its place, there or not: else headers of one request would read like the body of another.
        json.WriteStartArray();
        foreach (var (name, value) in (request.Headers ?? Nothing).OrderBy(header => header.Key, StringComparer.OrdinalIgnoreCase))
        {
            json.WriteStringValue(name.ToLowerInvariant());
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
        json.WriteStartArray();
        if (request.Body is { } body) Write(json, body);
        json.WriteEndArray();
        foreach (var file in request.Files ?? [])
        {
            json.WriteStringValue(file.Field);
            json.WriteStringValue(file.Filename);
            json.WriteStringValue(file.MimeType);
            json.WriteStringValue(file.Body.Sha256);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var field in value.EnumerateObject().OrderBy(static field => NameOf(field), StringComparer.Ordinal))
                {
                    json.WritePropertyName(NameOf(field));
                    Write(json, field.Value);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray()) Write(json, item);
                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                json.WriteStringValue(TextOf(value));
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    // Half an emoji is no text; how it was spelled is all there is of it.
    private static string NameOf(JsonProperty field)
    {
        try
        {
            return field.Name;
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8PropertyName(field));
        }
    }

    private static string TextOf(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return value.GetRawText();
        }
    }
}
