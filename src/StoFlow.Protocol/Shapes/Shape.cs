using System.Text.Json;

namespace StoFlow.Client;

/// <summary>
/// The fields relied on in one kind of answer. A path is names joined by dots, with <c>[]</c> after a list. <c>Needed</c> must be there and not null, or the answer
/// cannot be used; <c>Expected</c> must be there, or a warning is due.
/// </summary>
internal sealed class Shape(string name, string[] needed, string[] expected)
{
    private readonly Field[] _needed = [.. needed.Select(Field.Parse)];
    private readonly Field[] _expected = [.. expected.Select(Field.Parse)];

    public string Name { get; } = name;

    /// <summary>The path of the first needed field that is not there, with its index, such as <c>items[3].price</c>; null when all are.</summary>
    public string? FirstMissing(JsonElement answer)
    {
        foreach (var field in _needed)
            if (Missing(answer, field.Steps, nullCounts: true) is { } path) return path;
        return null;
    }

    /// <summary>The expected fields that are not there.</summary>
    public IEnumerable<string> MissingExpected(JsonElement answer)
        => _expected.Where(field => Missing(answer, field.Steps, nullCounts: false) is not null).Select(field => field.Path);

    private static string? Missing(JsonElement at, ReadOnlySpan<Step> steps, bool nullCounts)
    {
        if (steps.IsEmpty) return null;
        var step = steps[0];
        if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(step.Name, out var value)) return step.Name;
        if (value.ValueKind == JsonValueKind.Null && (nullCounts || steps.Length > 1)) return step.Name;
        if (!step.List) return Missing(value, steps[1..], nullCounts) is { } inner ? $"{step.Name}.{inner}" : null;
        if (value.ValueKind != JsonValueKind.Array) return step.Name;
        var index = 0;
        foreach (var element in value.EnumerateArray())
        {
            if (Missing(element, steps[1..], nullCounts) is { } inner) return $"{step.Name}[{index}].{inner}";
            index++;
        }

        return null;
    }

    private readonly record struct Step(string Name, bool List);

    private sealed record Field(string Path, Step[] Steps)
    {
        public static Field Parse(string path)
            => new(path, [.. path.Split('.').Select(part => part.EndsWith("[]", StringComparison.Ordinal) ? new Step(part[..^2], true) : new Step(part, false))]);
    }
}
