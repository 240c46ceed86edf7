using StoFlow.Bridge.Policy;

namespace StoFlow.Bridge.Ops;

/// <summary>The words of the audit list.</summary>
public static class AuditWords
{
#pragma warning disable CS1591 // Each says itself.
    public const string BridgeStarted = "bridge.started";
    public const string TokenMade = "token.made";
    public const string TokenRotated = "token.rotated";
    public const string TokenRevoked = "token.revoked";
    public const string SellerMade = "seller.made";
    public const string SellerRemoved = "seller.removed";
    public const string PairingMade = "pairing.made";
    public const string BrowserPaired = "browser.paired";
    public const string BrowserRenamed = "browser.renamed";
    public const string BrowserRevoked = "browser.revoked";
    public const string SignInRefused = "sign_in.refused";
    public const string LanePaused = "lane.paused";
    public const string LaneResumed = "lane.resumed";
    public const string CommandAccepted = "command.accepted";
    public const string CommandEnded = "command.ended";
#pragma warning restore CS1591

    /// <summary>What the bridge did by itself.</summary>
    public const string Bridge = "bridge";

    /// <summary>Longest subject; the rest is cut, so that no caller can swell the list.</summary>
    public const int MaxText = 400;

    /// <summary>The actor of a back end.</summary>
    public static string Actor(Caller caller) => $"token:{caller.Name}";

    /// <summary>The actor of a browser.</summary>
    public static string Browser(string name) => $"browser:{name}";

    /// <summary>A command as a subject: id, action, then method and path of each request, without query.</summary>
    public static string Command(string id, string action, IEnumerable<(string Method, string Url)> requests) =>
        Cut($"{id} {action} {string.Join(", ", requests.Take(8).Select(request => $"{request.Method} {Path(request.Url)}"))}".TrimEnd());

    /// <summary>A text of outside, cut to <see cref="MaxText"/> and without control characters.</summary>
    public static string Cut(string text) => string.Create(Math.Min(text.Length, MaxText), text, static (cut, from) =>
    {
        for (var i = 0; i < cut.Length; i++) cut[i] = char.IsControl(from[i]) || char.IsSurrogate(from[i]) ? '?' : from[i];
    });

    private static string Path(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? scheme + 3 : 0;
        var end = url.AsSpan(start).IndexOfAny('?', '#');
        return end < 0 ? url[start..] : url.Substring(start, end);
    }
}
