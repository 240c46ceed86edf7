using Microsoft.AspNetCore.Http;

namespace StoFlow.Bridge.Policy;

/// <summary>What every answer tells a browser: read it as what it is, keep nothing, show it in no frame.</summary>
internal static class SecurityHeaders
{
    /// <summary>For the page: its own files only, and no place inside another page.</summary>
    public const string PagePolicy =
        "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string ApiPolicy = "default-src 'none'; frame-ancestors 'none'";

    public static void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = ApiPolicy;
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }
}
