using System.Text.Json;
using System.Text.RegularExpressions;

namespace StoFlow.Protocol;

/// <summary>Turns a JSON exception into one line that names the field and nothing of its value.</summary>
public static partial class JsonFault
{
    /// <summary>Such as <c>request.timeout: not of the type that is due, a number.</c></summary>
    public static string Describe(JsonException problem)
    {
        var path = PathOf(problem);
        if (MissingFrom(problem) is { } names) return $"{string.Join(", ", names.Select(name => Join(path, name)))}: required.";
        // Calls and the wire differ in how deep they may go, and the parser knows which of the two it was.
        if (Depth().Match(problem.Message) is { Success: true } depth) return $"{path ?? "body"}: nested too deeply; {depth.Groups["most"].Value} levels at most.";
        if (problem.Message.StartsWith("Duplicate propert", StringComparison.Ordinal)) return $"{path ?? "body"}: given twice.";
        if (IsUnknownType(problem)) return "type: missing or unknown.";
        if (problem.Message.Contains("could not be mapped to any", StringComparison.Ordinal)) return $"{path ?? "body"}: there is no such field.";
        // The parser's own exception, or one around it: the text is at fault, not a value.
        if ((problem.GetType() != typeof(JsonException) || problem.InnerException is JsonException) && problem is { LineNumber: { } line, BytePositionInLine: { } before })
            return $"{(path is null ? "" : $"{path}: ")}not valid JSON (line {line + 1}, byte {before + 1}).";
        return path is null ? $"Not valid JSON of the shape that is due{(Due(problem) is { } due ? $", {due}" : "")}." : $"{path}: {Wrong(problem)}.";
    }

    /// <summary>The field at fault, the first of several; null when it is none or not known.</summary>
    public static string? FieldOf(JsonException problem) =>
        MissingFrom(problem) is [var first, ..] ? Join(PathOf(problem), first) : IsUnknownType(problem) ? "type" : PathOf(problem);

    private static string Wrong(JsonException problem)
    {
        if (problem.Message.Contains("null values", StringComparison.Ordinal)) return "null; a value is due";
        if (problem.InnerException?.Message.Contains("UTF-16", StringComparison.Ordinal) == true) return "half of a surrogate pair; a text of whole characters is due";
        return Due(problem) is { } due ? $"not of the type that is due, {due}" : "not of the type that is due";
    }

    // Of a list or an object the serializer names the .NET type that it could not make; of a plain value the reader says what it was asked for.
    private static string? Due(JsonException problem) => (problem.InnerException?.Message ?? NotConverted().Match(problem.Message).Groups["type"].Value) switch
    {
        var list when list.Contains("List`1", StringComparison.Ordinal) || list.EndsWith("[]", StringComparison.Ordinal) => "a list",
        var map when map.Contains("Dictionary`2", StringComparison.Ordinal) || map.StartsWith("StoFlow.Protocol.Http.", StringComparison.Ordinal) => "an object",
        var whole when whole.Contains("Int32", StringComparison.Ordinal) => "a whole number up to 2147483647",
        var whole when whole.Contains("Int64", StringComparison.Ordinal) => "a whole number",
        var number when number.EndsWith("as a number.", StringComparison.Ordinal) => "a number",
        var flag when flag.EndsWith("as a boolean.", StringComparison.Ordinal) => "true or false",
        var text when text.EndsWith("as a string.", StringComparison.Ordinal) => "a text",
        _ => null,
    };

    private static string? PathOf(JsonException problem) => problem.Path is null or "$" ? null : problem.Path.TrimStart('$').TrimStart('.');

    private static string[]? MissingFrom(JsonException problem) => Missing().Match(problem.Message) is { Success: true } missing
        ? missing.Groups["names"].Value.Replace("'", "", StringComparison.Ordinal).Split(", ")
        : null;

    private static bool IsUnknownType(JsonException problem) => problem.Message.Contains("discriminator", StringComparison.Ordinal);

    private static string Join(string? path, string name) => path is null ? name : $"{path}.{name}";

    [GeneratedRegex("could not be converted to (?<type>[^ ]+?)\\.( |$)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex NotConverted();

    [GeneratedRegex("maximum configured depth of (?<most>[0-9]+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Depth();

    [GeneratedRegex("missing required properties including: (?<names>.+?)\\.?$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Missing();
}
