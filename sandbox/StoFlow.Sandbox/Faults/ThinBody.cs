using System.Text.Json;
using System.Text.Json.Nodes;

namespace StoFlow.Sandbox.Faults;

/// <summary>An answer that says less than it used to.</summary>
internal static class ThinBody
{
    /// <summary>The body without the fields of these names, at any depth; without anything when no name is given.</summary>
    public static Action<Utf8JsonWriter> Of(Action<Utf8JsonWriter> body, string[] drop)
    {
        if (drop.Length == 0) return static _ => { };
        using var whole = new MemoryStream();
        using (var json = new Utf8JsonWriter(whole))
        {
            json.WriteStartObject();
            body(json);
            json.WriteEndObject();
        }

        var fields = JsonNode.Parse(whole.ToArray())!.AsObject();
        Thin(fields, drop);
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

    private static void Thin(JsonNode? node, string[] drop)
    {
        if (node is JsonObject fields)
        {
            foreach (var name in drop) fields.Remove(name);
            foreach (var (_, value) in fields) Thin(value, drop);
        }
        else if (node is JsonArray list)
        {
            foreach (var value in list) Thin(value, drop);
        }
    }
}
