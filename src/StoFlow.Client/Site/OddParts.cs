using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using StoFlow.Protocol;

namespace StoFlow.Client;

/// <summary>
/// Reads a part of an answer though something that is merely carried along has another type than known: that is left out, and kept as it came in the model's
/// further fields, under its path such as <c>$.photos[1].width</c>: under its name, whoever stored the model could not read it again.
/// </summary>
internal static class OddParts
{
    private static readonly byte[] Null = "null"u8.ToArray();

    /// <param name="part">The part.</param>
    /// <param name="type">What it is to be.</param>
    /// <param name="first">Why it could not be read as it is.</param>
    /// <param name="mayLeave">Whether what stands at a path, such as <c>photos[1].width</c>, may be left out; it is told each time.</param>
    /// <returns>Null when something else than that cannot be read.</returns>
    public static T? Read<T>(JsonElement part, JsonTypeInfo<T> type, JsonException first, Func<string, bool> mayLeave)
        where T : class, IKeepsUnknown
    {
        Dictionary<string, JsonElement> left = new(StringComparer.Ordinal);
        var bytes = JsonMarshal.GetRawUtf8Value(part).ToArray();
        for (var unfit = first; ;)
        {
            if (LeaveOut(part, bytes, unfit.Path ?? "$", left, mayLeave) is not { } rest) return null;
            bytes = rest;
            try
            {
                if (JsonSerializer.Deserialize(bytes, type) is not { } read) return null;
                foreach (var (path, raw) in left) (read.Extra ??= [])[path] = raw;
                return read;
            }
            catch (JsonException next)
            {
                unfit = next;
            }
        }
    }

    /// <summary><c>items[3].price</c> as <c>items[].price</c>, which is the same for all of a list.</summary>
    public static string WithoutIndexes(string path) => string.Join('[', path.Split('[').Select((part, place) => place == 0 ? part : part[part.IndexOf(']', StringComparison.Ordinal)..]));

    // Null takes its place; where that cannot be read either, what it is a part of goes.
    private static byte[]? LeaveOut(JsonElement part, byte[] bytes, string path, Dictionary<string, JsonElement> left, Func<string, bool> mayLeave)
    {
        using var whole = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = ProtocolJson.MaxDepth });
        for (var at = path; at.Length > 1; at = at[..Math.Max(1, at.LastIndexOfAny(['.', '[']))])
        {
            if (Find(whole.RootElement, at) is not { } odd) return null;
            if (odd.ValueKind == JsonValueKind.Null) continue;
            var name = at[1..].TrimStart('.');
            if (!mayLeave(name)) return null;
            left[at] = Find(part, at)!.Value.Clone();
            var raw = JsonMarshal.GetRawUtf8Value(odd);
            JsonMarshal.GetRawUtf8Value(whole.RootElement).Overlaps(raw, out var start);
            return [.. JsonMarshal.GetRawUtf8Value(whole.RootElement)[..start], .. Null, .. JsonMarshal.GetRawUtf8Value(whole.RootElement)[(start + raw.Length)..]];
        }

        return null;
    }

    // Of the paths that the serializer writes: names of the models, and indexes.
    private static JsonElement? Find(JsonElement root, string path)
    {
        var at = root;
        foreach (var step in path[1..].Split(['.', '['], StringSplitOptions.RemoveEmptyEntries))
        {
            if (step.EndsWith(']'))
            {
                if (at.ValueKind != JsonValueKind.Array || !int.TryParse(step[..^1], out var index) || index >= at.GetArrayLength()) return null;
                at = at[index];
            }
            else if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(step, out at)) return null;
        }

        return at;
    }
}
