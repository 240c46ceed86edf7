using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace StoFlow.Sandbox.Control;

/// <summary>The query of a control call. What is empty was left out.</summary>
internal static class ControlQuery
{
    /// <summary>Refuses a parameter that is given twice. One that the route does not know is passed over: another version may know it.</summary>
    public static void Check(HttpContext http)
    {
        foreach (var (name, values) in http.Request.Query)
            if (values.Count > 1) throw new MistakeException(name, $"{name} is given twice.");
    }

    public static string? Text(HttpContext http, string name) => http.Request.Query[name].FirstOrDefault() is { Length: > 0 } text ? text : null;

    /// <summary>A word of a list.</summary>
    public static string? Word(HttpContext http, string name, IReadOnlyList<string> words)
        => Text(http, name) is not { } text ? null
            : words.Contains(text, StringComparer.Ordinal) ? text
            : throw new MistakeException(name, $"{name}: no \"{text}\"; write one of {string.Join(", ", words)}.");

    public static long Number(HttpContext http, string name, long otherwise)
        => Text(http, name) is not { } text ? otherwise
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value
            : throw new MistakeException(name, $"{name} is a whole number, not negative.");

    /// <summary>How many at most; a number beyond all there is means all.</summary>
    public static int Most(HttpContext http, int otherwise) => (int)Math.Min(Number(http, "limit", otherwise), int.MaxValue);
}
