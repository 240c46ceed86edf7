using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using StoFlow.Bridge.Policy;
using StoFlow.Protocol;

namespace StoFlow.Bridge.Wire;

/// <summary><c>GET /ws/plugin</c>: takes the socket and hands it to the <see cref="WireHandler"/>, which does the hand-shake.</summary>
internal static class WireEndpoint
{
    public static void MapWire(this IEndpointRouteBuilder routes) =>
        routes.Map("/ws/plugin", ConnectAsync).AllowAnonymousCaller().ExcludeFromDescription();

    private static async Task ConnectAsync(
        HttpContext context, WireHandler handler, WireSettings settings, IHostApplicationLifetime lifetime)
    {
        if (!context.WebSockets.IsWebSocketRequest)
            throw new BridgeException(ErrorCode.InvalidRequest, "This address is the plugin's WebSocket; ask /api for everything else.")
            {
                Status = StatusCodes.Status426UpgradeRequired,
            };
        if (!context.WebSockets.WebSocketRequestedProtocols.Contains(ProtocolVersion.Subprotocol))
            throw new BridgeException(
                ErrorCode.InvalidRequest, $"Ask for the WebSocket subprotocol {ProtocolVersion.Subprotocol}.", "Sec-WebSocket-Protocol");
        if (!handler.HasRoom)
            throw new BridgeException(ErrorCode.RateLimited, "The bridge holds as many connections as it may; try again in a minute.")
            {
                RetryAfter = TimeSpan.FromMinutes(1),
            };

        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = ProtocolVersion.Subprotocol,
            // The protocol's own ping keeps the background awake; the socket's would only keep the socket.
            KeepAliveInterval = TimeSpan.Zero,
        });
        await using var connection = new WireConnection(socket, settings);
        await handler.RunAsync(connection, context.Connection.RemoteIpAddress, lifetime.ApplicationStopping);
    }
}
