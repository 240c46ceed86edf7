using System.Text.RegularExpressions;

namespace StoFlow.Bridge.Policy;

/// <summary>The origins that browsers give to extensions; no web page can have one.</summary>
internal static partial class ExtensionOrigin
{
    public static bool IsOne(string origin) => Form().IsMatch(origin);

    // Firefox: a UUID made at install. Chrome: 32 letters from a to p.
    [GeneratedRegex(@"\A(?:moz-extension://[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|chrome-extension://[a-p]{32})\z", RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
