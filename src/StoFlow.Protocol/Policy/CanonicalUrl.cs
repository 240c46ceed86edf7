using System.Text.Unicode;

namespace StoFlow.Protocol.Policy;

/// <summary>
/// The one spelling of a URL that passes: <c>https://host/path?query</c>. Parsers disagree about every other spelling, and a URL that
/// two parsers read differently is how a check is walked around; so nothing is decoded, repaired or normalized here.
/// </summary>
public static class CanonicalUrl
{
    private const string Scheme = "https://";
    private const int MaxLength = 8192;

    /// <summary>What is wrong with the spelling, or null. Hosts and paths are the policy's affair.</summary>
    public static string? Fault(string url)
    {
        if (url.Length > MaxLength) return $"longer than {MaxLength} characters";
        if (!url.StartsWith(Scheme, StringComparison.Ordinal)) return "not absolute with https:// in lower case";
        var (host, path) = Split(url);
        if (host.Length == 0) return "no host";
        foreach (var c in host)
            if (c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '.' or '-'))
                return "the host holds something else than lower-case letters, digits, dots and dashes (no port, user or brackets)";
        if (path.Length == 0) return "no path after the host";
        return PathFault(path) ?? QueryFault(url.AsSpan(Scheme.Length + host.Length + path.Length));
    }

    /// <summary>Host and path of a URL that begins with <c>https://</c>; the path is empty when no slash follows the host.</summary>
    public static (string Host, string Path) Split(string url)
    {
        var rest = url.AsSpan(Scheme.Length);
        var hostEnd = rest.IndexOfAny('/', '?', '#');
        if (hostEnd < 0) return (rest.ToString(), "");
        var host = rest[..hostEnd].ToString();
        rest = rest[hostEnd..];
        if (rest[0] != '/') return (host, "");
        var pathEnd = rest.IndexOfAny('?', '#');
        return (host, (pathEnd < 0 ? rest : rest[..pathEnd]).ToString());
    }

    private static string? PathFault(string path)
    {
        for (var i = 0; i < path.Length; i++)
        {
            var c = path[i];
            // A semicolon begins path parameters for some servers, which then read "..;" as "..".
            if (c == '/' || (IsPlain(c) && c != ';')) continue;
            if (c != '%') return $"the path holds a character that must be percent-encoded or is not allowed (position {i})";
            if (!TryByte(path, i, out var value)) return "the path holds a broken percent-encoding";
            if (value < 0x20 || value is 0x7F or (byte)'%' or (byte)'/' or (byte)'\\' || IsUnreserved((char)value))
                return "the path encodes a character that must not be encoded (dot, slash, backslash, percent, letter, digit or control)";
            i += 2;
        }

        if (!IsUtf8(path)) return "the path encodes bytes that are no UTF-8, which servers read in different ways";
        foreach (var segment in path.AsSpan(1).Split('/'))
        {
            var text = path.AsSpan(1)[segment];
            if (text is "." or "..") return "the path holds a . or .. segment";
        }

        return path.Contains("//", StringComparison.Ordinal) ? "the path holds an empty segment" : null;
    }

    private static string? QueryFault(ReadOnlySpan<char> query)
    {
        for (var i = 0; i < query.Length; i++)
        {
            var c = query[i];
            if (i == 0 && c == '#') return "fragments are not sent to a site";
            // Browsers encode the apostrophe of a query, though not that of a path.
            if (c == '\'') return "the query holds an apostrophe; write %27";
            if (i == 0 || c is '/' or '?' || IsPlain(c)) continue;
            if (c is '[' or ']') continue;
            if (c == '#') return "fragments are not sent to a site";
            if (c != '%') return "the query holds a character that must be percent-encoded";
            if (!TryByte(query, i, out var value)) return "the query holds a broken percent-encoding";
            if (value < 0x20 || value == 0x7F) return "the query encodes a control character";
            i += 2;
        }

        return null;
    }

    // Called when every percent-encoding is whole.
    private static bool IsUtf8(string path)
    {
        if (!path.Contains('%', StringComparison.Ordinal)) return true;
        var bytes = new byte[path.Length];
        var length = 0;
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] == '%' && TryByte(path, i, out bytes[length])) i += 2;
            else bytes[length] = (byte)path[i];
            length++;
        }

        return Utf8.IsValid(bytes.AsSpan(0, length));
    }

    private static bool TryByte(ReadOnlySpan<char> text, int at, out byte value)
    {
        value = 0;
        if (at + 2 >= text.Length || !char.IsAsciiHexDigit(text[at + 1]) || !char.IsAsciiHexDigit(text[at + 2])) return false;
        value = Convert.FromHexString(text.Slice(at + 1, 2))[0];
        return true;
    }

    private static bool IsUnreserved(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~';

    private static bool IsPlain(char c) => IsUnreserved(c) || c is '!' or '$' or '&' or '\'' or '(' or ')' or '*' or '+' or ',' or ';' or '=' or ':' or '@';
}
