using System.Text.Json;

namespace StoFlow.Bridge.Ops;

/// <summary>Reads <c>stoflow.json</c>: an object of settings, those with a dot in their name as objects in it. Comments are allowed.</summary>
internal static class SettingFile
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static SettingSource Read(string path, IReadOnlyList<Setting> settings, List<string> faults)
    {
        var values = new Dictionary<string, SettingValue>(StringComparer.Ordinal);
        try
        {
            // As text: some editors put a byte order mark before it.
            using var document = JsonDocument.Parse(File.ReadAllText(path), Lenient);
            if (document.RootElement.ValueKind != JsonValueKind.Object) faults.Add($"{path}: a JSON object is due.");
            else Take(document.RootElement, "", path, settings, values, faults);
        }
        catch (JsonException problem)
        {
            faults.Add($"{path}: line {problem.LineNumber + 1} is not valid JSON.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{path}: cannot be read ({problem.Message}).");
        }

        return new SettingSource(values);
    }

    private static void Take(
        JsonElement holder, string prefix, string path, IReadOnlyList<Setting> settings, Dictionary<string, SettingValue> values, List<string> faults)
    {
        foreach (var property in holder.EnumerateObject())
        {
            var name = prefix + property.Name;
            var from = $"{path}, {name}";
            if (property.Value.ValueKind == JsonValueKind.Object)
            {
                if (settings.Any(setting => setting.Name.StartsWith(name + ".", StringComparison.Ordinal)))
                    Take(property.Value, name + ".", path, settings, values, faults);
                else
                    faults.Add($"{from}: there is no such group of settings.");
            }
            else if (name != "pace" && settings.All(setting => setting.Name != name))
            {
                faults.Add($"{from}: there is no such setting.");
            }
            else if (property.Value.ValueKind != JsonValueKind.Null)
            {
                values[name] = new SettingValue(Text(property.Value), from);
            }
        }
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? string.Join(',', value.EnumerateArray().Select(Text))
        : value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
