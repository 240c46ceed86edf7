using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using StoFlow.Bridge.Policy;
using StoFlow.Protocol;

namespace StoFlow.Bridge.Pages;

/// <summary><c>GET /</c> and the files of the page. They hold no data: the page asks for a token and calls the API with it.</summary>
internal static class PageEndpoints
{
    public static void MapPage(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").ExcludeFromDescription().AllowAnonymousCaller();
        group.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], context => SendAsync(context, PageFiles.All["page.html"]));
        group.MapGet("/page/words.json", context =>
        {
            context.Response.Headers.Vary = "Accept-Language";
            return SendAsync(context, PageFiles.All[$"{PageLanguage.Of(context.Request)}.json"]);
        });
        group.MapGet("/page/{**file}", (string? file, HttpContext context) => file is not null && PageFiles.All.TryGetValue(file, out var found)
            ? SendAsync(context, found)
            : throw new BridgeException(ErrorCode.NotFound, "The page has no such file."));
    }

    private static Task SendAsync(HttpContext context, PageFile file)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = SecurityHeaders.PagePolicy;
        headers.XFrameOptions = "DENY";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";

        // Nothing in it is secret; the tag spares the bytes and a new version still shows at once.
        headers.CacheControl = "no-cache";
        headers.ETag = file.Tag;
        if (context.Request.Headers.IfNoneMatch.Contains(file.Tag, StringComparer.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        context.Response.ContentType = file.ContentType;
        context.Response.ContentLength = file.Bytes.Length;
        return context.Response.Body.WriteAsync(file.Bytes, context.RequestAborted).AsTask();
    }
}
