using System.Text.RegularExpressions;

namespace StoFlow.Bridge.Ops;

/// <summary>
/// Takes secrets out of text before it reaches a log: our tokens, credentials of headers, cookies, CSRF values, e-mail addresses. Log messages
/// hold none by intent; this is for what slips in through an exception or a URL.
/// </summary>
public static partial class Redaction
{
    private const string Gone = "[removed]";

    /// <summary>The text without its secrets.</summary>
    public static string Clean(string text)
    {
        if (text.Length == 0) return text;
        text = OwnToken().Replace(text, "stf_" + Gone);
        text = Header().Replace(text, "${name}" + Gone);
        text = Named().Replace(text, "${name}" + Gone);
        text = Query().Replace(text, "${before}" + Gone);
        return Email().Replace(text, Gone);
    }

    [GeneratedRegex("stf_[A-Za-z0-9_-]{8,}", RegexOptions.NonBacktracking)]
    private static partial Regex OwnToken();

    // Everything to the end of the line: a cookie header holds many.
    [GeneratedRegex(
        @"(?<name>\b(?:set-cookie|cookie|authorization|proxy-authorization|x-csrf-token|x-anon-id)""?\s*[:=]\s*)[^\r\n]+",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Header();

    [GeneratedRegex(
        @"(?<name>\b(?:bearer\s+|(?:csrf_token|access_token|refresh_token|password|secret|challenge|signature)""?\s*[:=]\s*""?))[^\s"",;&}]+",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Named();

    // A query may hold anything; its path says enough.
    [GeneratedRegex(@"(?<before>\bhttps?://[^\s?#""']+\?)[^\s""']+", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Query();

    [GeneratedRegex(@"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Email();
}
