using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using StoFlow.Protocol;

namespace StoFlow.Bridge.Policy;

/// <summary>First look at every request: whom it names, which page sent it, what it carries. Knows nothing of tokens.</summary>
internal sealed class FrontDoor(RequestDelegate next, HostList hosts, BridgeOptions options)
{
    private const string Sockets = "/ws";

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        SecurityHeaders.Set(context);
        if (!hosts.Allows(request.Host, context.Connection, request.IsHttps))
            throw new BridgeException(
                ErrorCode.Forbidden,
                "This bridge does not answer to that host name. Use http://127.0.0.1 with its port, or add the name to its hosts setting.",
                "Host");

        // By segment, as routing reads it: a trailing slash or another case must not lead around the check.
        if (request.Path.StartsWithSegments(Sockets, StringComparison.OrdinalIgnoreCase)) CheckExtension(request);
        else CheckPage(request);
        if (!IsSafe(request.Method))
        {
            CheckContentType(request);
            CheckEncoding(request);
        }

        return next(context);
    }

    // Any page can open a WebSocket to us and nothing but this header says which.
    private void CheckExtension(HttpRequest request)
    {
        if (request.Headers.Origin is [{ } origin] && ExtensionOrigin.IsOne(origin)
            && (options.Door.PluginOrigins.Count == 0 || options.Door.PluginOrigins.Contains(origin, StringComparer.Ordinal))) return;
        throw new BridgeException(
            ErrorCode.Forbidden, "Only the plugin may open this socket (its Origin is moz-extension:// or chrome-extension://).", "Origin");
    }

    // Back ends send neither header; a browser sends them for every page that is not ours.
    private static void CheckPage(HttpRequest request)
    {
        var origins = request.Headers.Origin;
        if (origins.Count > 0 && !(origins is [{ } origin] && IsOwn(origin, request)))
            throw new BridgeException(
                ErrorCode.Forbidden, "Other web pages may not call this bridge. Call it from a back end, without an Origin header.", "Origin");
        var site = request.Headers["Sec-Fetch-Site"];
        if (site.Count == 0 || site is ["same-origin"] or ["none"]) return;
        var isLink = HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Mode"] is ["navigate"];
        if (isLink && !request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)) return;
        throw new BridgeException(
            ErrorCode.Forbidden, "Other web pages may not call this bridge. Open its own page instead.", "Sec-Fetch-Site");
    }

    private static bool IsOwn(string origin, HttpRequest request) =>
        string.Equals(origin, $"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase);

    // A form or a no-cors fetch of a foreign page can only send the content types that are refused here.
    private static void CheckContentType(HttpRequest request)
    {
        if (string.IsNullOrEmpty(request.ContentType))
        {
            // HTTP/2 needs neither header for a body, so the server is asked first.
            var mayHaveBody = request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody
                ?? (request.ContentLength > 0 || request.Headers.TransferEncoding.Count > 0);
            if (!mayHaveBody) return;
        }
        else if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && Takes(request, type))
        {
            if (!type.Charset.HasValue || Is(HeaderUtilities.RemoveQuotes(type.Charset), "utf-8")) return;
            throw Unsupported("JSON is sent as UTF-8; encode the body so and leave the charset out.", "Content-Type");
        }

        throw Unsupported(
            IsChunk(request) ? "A chunk is bytes: send application/octet-stream or image/…."
                : IsUpload(request) ? "Send the file as application/octet-stream or image/…, or announce it with application/json."
                : "Send application/json.",
            "Content-Type");
    }

    // Unpacking would make a big body of a small one.
    private static void CheckEncoding(HttpRequest request)
    {
        if (request.Headers.ContentEncoding.Count > 0 && request.Headers.ContentEncoding is not ["identity"])
            throw Unsupported("The bridge takes bodies as they are: send this one without compression.", "Content-Encoding");
        // The server takes chunks off and leaves what else is said to have been done to the body.
        var transfer = request.Headers.TransferEncoding;
        if (transfer.Count > 0 && !(transfer is [{ } how] && Is(how, "chunked")))
            throw Unsupported("The bridge takes bodies as they are: send this one whole or chunked, without compression.", "Transfer-Encoding");
    }

    private static BridgeException Unsupported(string detail, string field) =>
        new(ErrorCode.InvalidRequest, detail, field) { Status = StatusCodes.Status415UnsupportedMediaType };

    private static bool Takes(HttpRequest request, MediaTypeHeaderValue type) =>
        Is(type.MediaType, "application/json") ? !IsChunk(request) : IsUpload(request) && (Is(type.MediaType, "application/octet-stream") || Is(type.Type, "image"));

    private static bool IsUpload(HttpRequest request) => request.Path.StartsWithSegments("/api/uploads", StringComparison.OrdinalIgnoreCase);

    private static bool IsChunk(HttpRequest request) => IsUpload(request) && HttpMethods.IsPatch(request.Method);

    private static bool Is(StringSegment text, string expected) => text.Equals(expected, StringComparison.OrdinalIgnoreCase);

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
}
