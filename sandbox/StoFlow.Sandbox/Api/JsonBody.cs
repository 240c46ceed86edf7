using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace StoFlow.Sandbox.Api;

/// <summary>Reads a body of the site as JSON whose text is whole.</summary>
internal static class JsonBody
{
    /// <exception cref="JsonException">It is no JSON, or a text or a name in it holds half a character.</exception>
    public static async Task<JsonElement> Read(HttpContext http)
    {
        using var document = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        NeedWhole(document.RootElement);
        return document.RootElement.Clone();
    }

    /// <summary>The parser lets an escaped half of a character pass, and whoever reads that text later fails: so all of it is read once, here.</summary>
    public static void NeedWhole(JsonElement element, string path = "$")
    {
        try
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.String:
                    _ = element.GetString();
                    break;
                case JsonValueKind.Array:
                    foreach (var one in element.EnumerateArray()) NeedWhole(one, path);
                    break;
                case JsonValueKind.Object:
                    foreach (var field in element.EnumerateObject()) NeedWhole(field.Value, $"{path}.{field.Name}");
                    break;
            }
        }
        catch (InvalidOperationException half)
        {
            throw new JsonException("The text holds half a character.", path, null, null, half);
        }
    }
}
