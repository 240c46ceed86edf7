using System.Text.Json;
using System.Text.Json.Nodes;

namespace StoFlow.Sandbox.Faults;

/// <summary>An answer that says less than it used to, or says it otherwise.</summary>
internal static class ThinBody
{
    /// <summary>The body without the fields of some names, at any depth, and with those of others in another form; without anything when no name is given.</summary>
    public static Action<Utf8JsonWriter> Of(Action<Utf8JsonWriter> body, string[] drop, string[] wrap)
    {
        if (drop.Length == 0 && wrap.Length == 0) return static _ => { };
        using var whole = new MemoryStream();
        using (var json = new Utf8JsonWriter(whole))
        {
            json.WriteStartObject();
            body(json);
            json.WriteEndObject();
        }

        var fields = JsonNode.Parse(whole.ToArray())!.AsObject();
        Thin(fields, drop, wrap);
        return json =>
        {
            foreach (var (name, value) in fields)
            {
                json.WritePropertyName(name);
                if (value is null) json.WriteNullValue();
                else value.WriteTo(json);
            }
        };
    }

    private static void Thin(JsonNode? node, string[] drop, string[] wrap)
    {
        if (node is JsonObject fields)
        {
            foreach (var name in drop) fields.Remove(name);
            foreach (var (_, value) in fields) Thin(value, drop, wrap);
            foreach (var name in wrap)
                if (fields[name] is { } value) fields[name] = new JsonObject { ["value"] = value.DeepClone() };
        }
        else if (node is JsonArray list)
        {
            foreach (var value in list) Thin(value, drop, wrap);
        }
    }
}
