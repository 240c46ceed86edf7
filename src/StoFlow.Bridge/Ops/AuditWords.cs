using System.Net;
using System.Text;
using StoFlow.Bridge.Policy;
using StoFlow.Protocol.Policy;
using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Ops;

/// <summary>The words of the audit list.</summary>
public static class AuditWords
{
#pragma warning disable CS1591 // Each says itself.
    public const string BridgeStarted = "bridge.started";
    public const string TokenMade = "token.made";
    public const string TokenRotated = "token.rotated";
    public const string TokenRevoked = "token.revoked";
    public const string TokenNarrowed = "token.narrowed";
    public const string SellerMade = "seller.made";
    public const string SellerRemoved = "seller.removed";
    public const string PairingMade = "pairing.made";
    public const string BrowserPaired = "browser.paired";
    public const string BrowserRenamed = "browser.renamed";
    public const string BrowserRevoked = "browser.revoked";
    public const string SignInRefused = "sign_in.refused";
    public const string LanePaused = "lane.paused";
    public const string LaneResumed = "lane.resumed";
    public const string CommandCancelled = "command.cancelled";
    public const string CommandEnded = "command.ended";
#pragma warning restore CS1591

    /// <summary>What the bridge did by itself.</summary>
    public const string Bridge = "bridge";

    /// <summary>Longest subject; the rest is cut, so that no caller can swell the list.</summary>
    public const int MaxText = 400;

    private const int MaxRequests = 8;

    // For the longest count there is: ", +100 more: 90 DELETE, …" of six methods.
    private const int RoomForRest = 70;

    /// <summary>The actor of a call.</summary>
    public static string Actor(Caller caller) => Backend(caller.Name);

    /// <summary>The actor of a back end.</summary>
    public static string Backend(string name) => $"token:{name}";

    /// <summary>The actor of somebody who has not said who they are.</summary>
    public static string Address(IPAddress? remote) => $"address:{AddressKey.Of(remote)}";

    /// <summary>The actor of a browser.</summary>
    public static string Browser(string name) => $"browser:{name}";

    /// <summary>
    /// A command as a subject: id, action, then method and path of its requests, without query. Writes come first, and what has no room is counted by
    /// its method: eight reads in front, or one long path, must hide nothing.
    /// </summary>
    public static string Command(string id, string action, IReadOnlyList<SiteRequest> requests)
    {
        var text = new StringBuilder(id, id.Length + action.Length + 80).Append(' ').Append(action);
        if (requests.Count == 1) return Cut(Add(text, " ", requests[0]).ToString());
        var ordered = requests.OrderByDescending(request => SitePolicy.IsWrite(request.Method)).ToList();
        var listed = 0;
        for (; listed < ordered.Count && listed < MaxRequests; listed++)
        {
            var before = text.Length;
            Add(text, listed == 0 ? " " : ", ", ordered[listed]);
            if (text.Length <= (listed == ordered.Count - 1 ? MaxText : MaxText - RoomForRest)) continue;
            // The first one is shown as far as it goes.
            text.Length = listed == 0 ? MaxText - RoomForRest : before;
            listed = Math.Max(1, listed);
            break;
        }

        if (listed < ordered.Count)
            text.Append(", +").Append(ordered.Count - listed).Append(" more: ")
                .AppendJoin(", ", ordered.Skip(listed).CountBy(request => request.Method).Select(of => $"{of.Value} {of.Key}"));
        return Cut(text.ToString());
    }

    /// <summary>A text of outside, cut to <see cref="MaxText"/> and without control characters.</summary>
    public static string Cut(string text)
    {
        if (text.Length <= MaxText && !HasUnfit(text)) return text;
        return string.Create(Math.Min(text.Length, MaxText), text, static (cut, from) =>
        {
            for (var i = 0; i < cut.Length; i++) cut[i] = IsUnfit(from[i]) ? '?' : from[i];
        });
    }

    private static StringBuilder Add(StringBuilder text, string before, SiteRequest request) =>
        text.Append(before).Append(request.Method).Append(' ').Append(Path(request.Url));

    private static bool HasUnfit(string text)
    {
        foreach (var c in text)
            if (IsUnfit(c)) return true;
        return false;
    }

    private static bool IsUnfit(char c) => char.IsControl(c) || char.IsSurrogate(c);

    private static ReadOnlySpan<char> Path(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? scheme + 3 : 0;
        var path = url.AsSpan(start);
        var end = path.IndexOfAny('?', '#');
        return end < 0 ? path : path[..end];
    }
}
