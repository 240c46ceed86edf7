using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace StoFlow.Sandbox.Faults;

/// <summary>
/// Ways to lose an answer on the wire. They differ in what a browser does by itself when not a byte of the answer has
/// come (measured: Firefox 153, Chromium 156). <c>stream</c>: an error, in both. <c>reset</c>: Firefox sends the
/// request again, a POST too. <c>connection</c>: Chromium sends it again. <c>partial</c>: an error while reading, in both.
/// </summary>
internal static class Cutting
{
    private const int Http2Cancel = 8;

    /// <summary>The words for <c>how</c>.</summary>
    public static readonly string[] Ways = ["stream", "reset", "connection", "partial"];

    public static async Task Cut(HttpContext http, string how)
    {
        switch (how)
        {
            case "stream" when http.Features.Get<IHttpResetFeature>() is { } stream:
                stream.Reset(Http2Cancel);
                return;
            case "connection" when http.Features.Get<IConnectionLifetimeFeature>() is { } connection:
                connection.Abort();
                return;
            case "partial":
                http.Response.StatusCode = 200;
                http.Response.ContentType = "application/json; charset=utf-8";
                http.Response.ContentLength = 4_096;
                await http.Response.WriteAsync("{\"item\":{\"id\":", http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
                break;
        }

        http.Abort();
    }
}
