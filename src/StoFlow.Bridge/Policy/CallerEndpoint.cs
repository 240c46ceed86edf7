using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace StoFlow.Bridge.Policy;

/// <summary><c>GET /api/me</c>: what the token at hand may do.</summary>
internal static class CallerEndpoint
{
    public static void MapMe(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/me", Me).WithTags("status").RequireScope(CallerScope.Read).Produces<CallerView>()
            .WithSummary("What the token at hand may do.");

    private static JsonHttpResult<CallerView> Me(HttpContext context, BridgeInfo bridge, BridgeOptions options)
    {
        var caller = context.Caller();
        var remote = Listening.WaysIn(options).Count > 0;
        return TypedResults.Json(
            new CallerView(caller.Name, caller.Scope, caller.Sellers, bridge.Name, BridgeInfo.Version, remote), DoorJson.Relaxed.CallerView);
    }
}
