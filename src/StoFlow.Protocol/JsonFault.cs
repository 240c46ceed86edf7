using System.Text.Json;
using System.Text.RegularExpressions;

namespace StoFlow.Protocol;

/// <summary>Turns a JSON exception into one line that names the field and nothing of its value.</summary>
public static partial class JsonFault
{
    /// <summary>Such as <c>request.timeout: not of the type that is due.</c></summary>
    public static string Describe(JsonException problem)
    {
        var path = PathOf(problem);
        if (MissingFrom(problem) is { } names) return $"{string.Join(", ", names.Select(name => Join(path, name)))}: required.";
        if (problem.Message.Contains("maximum configured depth", StringComparison.Ordinal))
            return $"{path ?? "body"}: nested too deeply; {ProtocolJson.MaxCallDepth} levels at most.";
        if (problem.Message.StartsWith("Duplicate propert", StringComparison.Ordinal)) return $"{path ?? "body"}: given twice.";
        if (IsUnknownType(problem)) return "type: missing or unknown.";
        if (problem.Message.Contains("could not be mapped to any", StringComparison.Ordinal)) return $"{path ?? "body"}: there is no such field.";
        return path is null ? "Not valid JSON of the shape that is due." : $"{path}: not of the type that is due.";
    }

    /// <summary>The field at fault, the first of several; null when it is none or not known.</summary>
    public static string? FieldOf(JsonException problem) =>
        MissingFrom(problem) is [var first, ..] ? Join(PathOf(problem), first) : IsUnknownType(problem) ? "type" : PathOf(problem);

    private static string? PathOf(JsonException problem) => problem.Path is null or "$" ? null : problem.Path.TrimStart('$').TrimStart('.');

    private static string[]? MissingFrom(JsonException problem) => Missing().Match(problem.Message) is { Success: true } missing
        ? missing.Groups["names"].Value.Replace("'", "", StringComparison.Ordinal).Split(", ")
        : null;

    private static bool IsUnknownType(JsonException problem) => problem.Message.Contains("discriminator", StringComparison.Ordinal);

    private static string Join(string? path, string name) => path is null ? name : $"{path}.{name}";

    [GeneratedRegex("missing required properties including: (?<names>.+?)\\.?$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Missing();
}
