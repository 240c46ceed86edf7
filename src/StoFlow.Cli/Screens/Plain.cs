using System.Text;

namespace StoFlow.Cli.Screens;

/// <summary>Text from elsewhere (titles, answers of the site) as it may go to a terminal.</summary>
internal static class Plain
{
    /// <summary>Control characters become a space: an escape sequence in a title must not move this person's cursor.</summary>
    public static string Text(string text)
    {
        if (!text.Any(IsUnsafe)) return text;
        var plain = new StringBuilder(text.Length);
        foreach (var c in text) plain.Append(IsUnsafe(c) ? ' ' : c);
        return plain.ToString();
    }

    /// <summary>At most <paramref name="length"/> characters, with an ellipsis where something is left out.</summary>
    public static string Short(string? text, int length)
    {
        var plain = Text(text ?? "").ReplaceLineEndings(" ");
        if (plain.Length <= length) return plain;

        // Never half of a surrogate pair.
        var cut = char.IsHighSurrogate(plain[length - 2]) ? length - 2 : length - 1;
        return $"{plain[..cut]}…";
    }

    // Also the marks that turn the direction of writing, which can make a line read as another one.
    private static bool IsUnsafe(char c) =>
        (char.IsControl(c) && c is not '\n') || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
