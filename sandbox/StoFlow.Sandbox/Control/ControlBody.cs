using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using StoFlow.Sandbox.Api;

namespace StoFlow.Sandbox.Control;

/// <summary>Reads the body of a control call: one JSON object. No body at all means all defaults; a field that is null is one that was left out.</summary>
internal static class ControlBody
{
    private static readonly JsonDocumentOptions Loose = new() { AllowTrailingCommas = true };
    private static readonly JsonDocumentOptions NoDoubles = Loose with { AllowDuplicateProperties = false };

    public static async Task<T> Read<T>(HttpContext http, JsonTypeInfo<T> type)
        where T : class
    {
        using var bytes = new MemoryStream();
        await http.Request.Body.CopyToAsync(bytes, http.RequestAborted);
        if (bytes.Length == 0) bytes.Write("{}"u8);
        var json = bytes.GetBuffer().AsMemory(0, (int)bytes.Length);

        // In this order: the look for doubles fails on a name with half a character.
        using (var text = JsonDocument.Parse(json, Loose)) JsonBody.NeedWhole(text.RootElement);
        using var document = JsonDocument.Parse(json, NoDoubles);
        if (document.RootElement.ValueKind != JsonValueKind.Object) throw new MistakeException("body", "The body must be a JSON object.");
        var given = JsonObject.Create(document.RootElement)!;
        DropNulls(given);
        return ControlFit.Read(given, type);
    }

    private static void DropNulls(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var one in list) DropNulls(one);
        }
        else if (node is JsonObject fields)
        {
            foreach (var (name, value) in fields.ToArray())
                if (value is null) fields.Remove(name);
                else DropNulls(value);
        }
    }
}
