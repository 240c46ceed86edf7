using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using StoFlow.Sandbox.Shop;

namespace StoFlow.Sandbox.Site;

/// <summary>
/// Pictures, on any host: what was uploaded as it came, everything else drawn. No CORS header, as on the real photo
/// host: pages can show a picture, not read it.
/// </summary>
internal static class PhotoEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Marketplace market)
    {
        routes.MapGet("/t/{mark}/{size}/{name}", http => PageNotes.Counted(market, "/t/{photo}", http, () => Send(http, market)));
        routes.MapGet("/tc/{mark}/{name}", http => PageNotes.Counted(market, "/tc/{photo}", http, () => Send(http, market)));
        routes.MapGet("/favicon.ico", http =>
        {
            http.Response.StatusCode = 204;
            return Task.CompletedTask;
        });
    }

    private static async Task Send(HttpContext http, Marketplace market)
    {
        var mark = (http.Request.RouteValues["mark"] as string ?? "").Split('_');
        if (mark.Length != 3 || !long.TryParse(mark[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var id))
        {
            http.Response.StatusCode = 404;
            return;
        }

        http.Response.Headers.CacheControl = "public, max-age=86400";
        var bytes = market.Photos.Bytes(id);
        var (width, height) = Size(http.Request.RouteValues["size"] as string);
        http.Response.ContentType = bytes is null ? "image/jpeg" : ImageHeader.Read(bytes)?.MediaType ?? "application/octet-stream";
        bytes ??= PhotoDrawing.Draw(id, width, height);
        http.Response.ContentLength = bytes.Length;
        await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
    }

    private static (int Width, int Height) Size(string? size)
    {
        if (size is null) return (1200, 1600);
        var cross = size.IndexOf('x', StringComparison.Ordinal);
        return cross > 0 && int.TryParse(size[..cross], CultureInfo.InvariantCulture, out var width) && int.TryParse(size[(cross + 1)..], CultureInfo.InvariantCulture, out var height)
            ? (Math.Clamp(width, 8, 1600), Math.Clamp(height, 8, 1600))
            : (600, 800);
    }
}
