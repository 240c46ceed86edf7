using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace StoFlow.Sandbox.Control;

/// <summary>Reads what fits a type; of what does not, says which field and what is due there, in the words of whoever wrote it.</summary>
internal static class ControlFit
{
    /// <exception cref="MistakeException">A field is unknown or of another kind.</exception>
    public static T Read<T>(JsonNode given, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return given.Deserialize(type)!;
        }
        catch (JsonException wrong) when (wrong.Path is { Length: > 2 } path)
        {
            throw new MistakeException(path[2..], $"{path[2..]}: {Due(path, type)}.");
        }
    }

    private static string Due(string path, JsonTypeInfo type)
    {
        foreach (var step in path.Split('.').Skip(1))
        {
            var bracket = step.IndexOf('[', StringComparison.Ordinal);
            var name = bracket < 0 ? step : step[..bracket];
            if (type.Properties.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.Ordinal)) is not { } property)
                return $"no such field; there are {string.Join(", ", type.Properties.Select(p => p.Name))}";
            var inner = bracket < 0 ? property.PropertyType : property.PropertyType.GetElementType() ?? property.PropertyType;
            type = type.Options.GetTypeInfo(Nullable.GetUnderlyingType(inner) ?? inner);
        }

        return type.Kind switch
        {
            JsonTypeInfoKind.Enumerable => "a list is due",
            JsonTypeInfoKind.Object => "an object is due",
            _ when type.Type == typeof(bool) => "true or false is due",
            _ when type.Type == typeof(string) => "a text is due",
            _ when type.Type == typeof(int) => $"a whole number is due, at most {int.MaxValue}",
            _ => "a whole number is due",
        };
    }
}
