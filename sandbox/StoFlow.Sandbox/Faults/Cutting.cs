using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace StoFlow.Sandbox.Faults;

/// <summary>
/// Ways to lose an answer on the wire. They differ in what a browser does by itself when not a byte of the answer has
/// come (measured: Firefox 153, Chromium 156, HTTP/2). <c>stream</c> (the stream is cancelled): an error, in both. <c>reset</c> (the
/// stream ends with an internal error): Firefox sends the request again, a POST too. <c>connection</c> (TCP reset), <c>fin</c> (TCP end)
/// and <c>goaway</c> (announced, then TCP end): Chromium sends it again. <c>refused</c> (the stream is said not to have been looked at,
/// which is a lie here): both send it again. <c>partial</c>: an error while reading, in both.
/// </summary>
internal static class Cutting
{
    private const int Http2Refused = 7;
    private const int Http2Cancel = 8;

    /// <summary>The words for <c>how</c>.</summary>
    public static readonly string[] Ways = ["stream", "reset", "refused", "connection", "fin", "goaway", "partial"];

    public static async Task Cut(HttpContext http, string how)
    {
        switch (how)
        {
            case "stream" when http.Features.Get<IHttpResetFeature>() is { } stream:
                stream.Reset(Http2Cancel);
                return;
            case "refused" when http.Features.Get<IHttpResetFeature>() is { } stream:
                stream.Reset(Http2Refused);
                return;
            case "goaway":
                // The last stream it names is this one or a later one: by it alone nothing may be sent again.
                http.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
                await Task.Delay(100);
                Shut(http);
                return;
            case "fin":
                Shut(http);
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

    private static void Shut(HttpContext http) => http.Features.Get<IConnectionSocketFeature>()?.Socket.Shutdown(SocketShutdown.Both);
}
