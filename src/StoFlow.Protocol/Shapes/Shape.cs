using System.Text.Json;

namespace StoFlow.Protocol.Shapes;

/// <summary>
/// The fields relied on in one kind of answer. A path is names joined by dots, with <c>[]</c> after a list. What is needed must be there and not null, or the
/// answer cannot be used (with <c>?</c> at its end it may be null); what is expected must be there, or a warning is due. Behind a colon stands what it is, as in
/// <c>items[].id:number</c>: see <see cref="FieldKind"/>.
/// </summary>
public sealed class Shape
{
    private readonly Field[] _needed;
    private readonly Field[] _expected;
    private readonly (string Method, string[] Path)[] _routes;

    /// <param name="name">What the answer is called.</param>
    /// <param name="needed">Paths that must be there and not null; with <c>?</c> at the end they may be null.</param>
    /// <param name="expected">Paths that must be there.</param>
    /// <param name="routes">Which calls answer so: method, blank, path below <c>/api/v2/</c> with <c>*</c> for an id.</param>
    internal Shape(string name, string[] needed, string[] expected, params string[] routes)
    {
        Name = name;
        _needed = [.. needed.Select(Field.Parse)];
        _expected = [.. expected.Select(Field.Parse)];
        _routes = [.. routes.Select(route => route.Split(' ')).Select(parts => (parts[0], parts[1].Split('/')))];
    }

    /// <summary>What the answer is called, such as <c>wardrobe page</c>.</summary>
    public string Name { get; }

    /// <summary>Paths that may be missing, but where they are there must be of a known type: something is decided by them. What is needed must be in any case.</summary>
    internal IReadOnlyList<string> Decisive { get; init; } = [];

    /// <summary>The path of the first needed field that is not there, with its index, such as <c>items[3].price</c>; null when all are.</summary>
    public string? FirstMissing(JsonElement answer)
    {
        foreach (var field in _needed)
            if (Look(answer, field.Steps, !field.MayBeNull, FieldKind.Any) is { } gap) return gap.Path;
        return null;
    }

    /// <summary>The expected fields that are not there.</summary>
    public IEnumerable<string> MissingExpected(JsonElement answer)
        => _expected.Where(field => Look(answer, field.Steps, nullCounts: false, FieldKind.Any) is not null).Select(field => field.Path);

    /// <summary>Every field that is not there, or of another type than known; the needed ones first, each once, without indexes.</summary>
    public IEnumerable<ShapeGap> Gaps(JsonElement answer) => Gaps(answer, _needed, needed: true).Concat(Gaps(answer, _expected, needed: false));

    /// <summary>Whether what stands at a path is relied on: it is needed or decisive, is a part of something that is, or has such a part.</summary>
    /// <param name="path">As paths are written here, without indexes.</param>
    public bool ReliesOn(string path) => _needed.Select(field => field.Path).Concat(Decisive).Any(relied => Holds(relied, path) || Holds(path, relied));

    // Asked for every command of every shape: no closures.
    internal bool Answers(string method, string[] path)
    {
        foreach (var route in _routes)
            if (Fits(route, method, path)) return true;
        return false;
    }

    private static bool Fits((string Method, string[] Path) route, string method, string[] path)
    {
        if (path.Length != route.Path.Length || !string.Equals(route.Method, method, StringComparison.Ordinal)) return false;
        for (var i = 0; i < path.Length; i++)
            if (route.Path[i] is not "*" && !string.Equals(route.Path[i], path[i], StringComparison.Ordinal)) return false;
        return true;
    }

    private static bool Holds(string whole, string path)
        => path.StartsWith(whole, StringComparison.Ordinal) && (path.Length == whole.Length || path[whole.Length] is '.' or '[');

    private static IEnumerable<ShapeGap> Gaps(JsonElement answer, Field[] fields, bool needed)
    {
        foreach (var field in fields)
            if (Look(answer, field.Steps, needed && !field.MayBeNull, field.Kind) is { } gap) yield return new ShapeGap(field.Path, needed, gap.OfAnotherType);
    }

    private static (string Path, bool OfAnotherType)? Look(JsonElement at, ReadOnlySpan<Step> steps, bool nullCounts, FieldKind kind)
    {
        var step = steps[0];
        if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(step.Name, out var value)) return (step.Name, false);
        if (value.ValueKind == JsonValueKind.Null && (nullCounts || steps.Length > 1)) return (step.Name, false);
        if (steps.Length == 1) return value.ValueKind == JsonValueKind.Null || kind.Fits(value) ? null : (step.Name, true);
        if (!step.List) return Look(value, steps[1..], nullCounts, kind) is { } inner ? ($"{step.Name}.{inner.Path}", inner.OfAnotherType) : null;
        if (value.ValueKind != JsonValueKind.Array) return (step.Name, true);
        var index = 0;
        foreach (var element in value.EnumerateArray())
        {
            if (Look(element, steps[1..], nullCounts, kind) is { } inner) return ($"{step.Name}[{index}].{inner.Path}", inner.OfAnotherType);
            index++;
        }

        return null;
    }

    private readonly record struct Step(string Name, bool List);

    private sealed record Field(string Path, Step[] Steps, bool MayBeNull, FieldKind Kind)
    {
        public static Field Parse(string written)
        {
            var parts = written.Split(':');
            var path = parts[0].TrimEnd('?');
            return new Field(
                path,
                [.. path.Split('.').Select(part => part.EndsWith("[]", StringComparison.Ordinal) ? new Step(part[..^2], true) : new Step(part, false))],
                parts[0].EndsWith('?'),
                parts.Length > 1 ? Enum.Parse<FieldKind>(parts[1], ignoreCase: true) : FieldKind.Any);
        }
    }
}
