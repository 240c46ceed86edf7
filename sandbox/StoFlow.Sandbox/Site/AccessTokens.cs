using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace StoFlow.Sandbox.Site;

/// <summary>Makes tokens that look like the site's JWTs. What they are worth is in the session store, not in them.</summary>
internal static class AccessTokens
{
    public static string Make(
        string scope, long? accountId, string sessionId, string country, DateTimeOffset from, DateTimeOffset until, string purpose = "access")
    {
        var subject = accountId is { } id ? $"\"sub\":\"{id}\",\"account_id\":{id}," : "";
        var head = """{"typ":"JWT","alg":"PS256","kid":"sandbox"}""";
        var body = $$"""
            {{{subject}}"aud":"{{country}}.core.api","client_id":"web","scope":"{{scope}}","purpose":"{{purpose}}","sid":"{{sessionId}}","iat":{{from.ToUnixTimeSeconds()}},"exp":{{until.ToUnixTimeSeconds()}}}
            """;
        return $"{Encode(head)}.{Encode(body)}.{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(48))}";
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
