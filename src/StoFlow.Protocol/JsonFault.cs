using System.Text.Json;
using System.Text.RegularExpressions;

namespace StoFlow.Protocol;

/// <summary>Turns a JSON exception into one line that names the field and nothing of its value.</summary>
public static partial class JsonFault
{
    /// <summary>Such as <c>request.timeout: not of the type that is due.</c></summary>
    public static string Describe(JsonException problem)
    {
        var path = problem.Path is null or "$" ? null : problem.Path.TrimStart('$').TrimStart('.');
        if (Missing().Match(problem.Message) is { Success: true } missing)
            return $"{Join(path, missing.Groups["names"].Value.Replace("'", "", StringComparison.Ordinal))}: required.";
        if (problem.Message.Contains("maximum configured depth", StringComparison.Ordinal))
            return $"{path ?? "body"}: nested too deeply; {ProtocolJson.MaxCallDepth} levels at most.";
        if (problem.Message.StartsWith("Duplicate propert", StringComparison.Ordinal)) return $"{path ?? "body"}: given twice.";
        if (problem.Message.Contains("discriminator", StringComparison.Ordinal))
            return "type: missing or unknown.";
        return path is null ? "Not valid JSON of the shape that is due." : $"{path}: not of the type that is due.";
    }

    private static string Join(string? path, string name) => path is null ? name : $"{path}.{name}";

    [GeneratedRegex("missing required properties including: (?<names>.+?)\\.?$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Missing();
}
