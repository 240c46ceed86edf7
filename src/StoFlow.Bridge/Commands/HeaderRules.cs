using System.Buffers;
using System.Collections.Frozen;
using StoFlow.Protocol;

namespace StoFlow.Bridge.Commands;

/// <summary>Headers that a caller may give: what a page could set, well formed, and nothing that belongs to the browser or the session.</summary>
internal static class HeaderRules
{
    private const int MaxHeaders = 50;
    private const int MaxName = 100;
    private const int MaxValue = 8_192;

    private static readonly SearchValues<char> NameChars =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly FrozenSet<string> Forbidden = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "accept-charset", "accept-encoding", "access-control-request-headers", "access-control-request-method",
        "access-control-request-private-network", "authorization", "connection", "content-length", "cookie", "cookie2", "date", "dnt",
        "expect", "forwarded", "host", "keep-alive", "origin", "permissions-policy", "referer", "set-cookie", "set-cookie2", "te", "trailer",
        "transfer-encoding", "upgrade", "user-agent", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-http-method",
        "x-http-method-override", "x-method-override", "x-real-ip");

    /// <summary>Throws <c>invalid_request</c> for the first header that may not be given.</summary>
    public static void Check(IReadOnlyDictionary<string, string> headers, bool multipart, string field)
    {
        if (headers.Count > MaxHeaders) throw BridgeException.OfField(field, $"at most {MaxHeaders} headers.");
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in headers)
        {
            if (name.Length > MaxName) throw BridgeException.OfField(field, $"a name is longer than {MaxName} characters.");
            if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(NameChars)) throw BridgeException.OfField(field, "a name holds characters that header names cannot.");
            if (!seen.Add(name)) throw BridgeException.OfField($"{field}.{name}", "given twice; names differ by more than case.");
            if (Forbidden.Contains(name) || name.StartsWith("sec-", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("proxy-", StringComparison.OrdinalIgnoreCase))
                throw BridgeException.OfField($"{field}.{name}", "the browser or the session sets this one; leave it out.");
            if (multipart && name.Equals("content-type", StringComparison.OrdinalIgnoreCase))
                throw BridgeException.OfField($"{field}.{name}", "the browser sets it with the form's boundary; leave it out.");
            if (value is null) throw BridgeException.OfField($"{field}.{name}", "null; leave it out or give a text.");
            if (value.Length > MaxValue) throw BridgeException.OfField($"{field}.{name}", $"longer than {MaxValue} characters.");
            foreach (var c in value)
                if (c is not (>= ' ' and <= '~') and not '\t') throw BridgeException.OfField($"{field}.{name}", "a value is one line of ASCII without control characters.");
        }
    }
}
