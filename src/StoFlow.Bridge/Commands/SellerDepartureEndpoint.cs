using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using StoFlow.Bridge.Ops;
using StoFlow.Bridge.Policy;
using StoFlow.Protocol;

namespace StoFlow.Bridge.Commands;

/// <summary><c>DELETE /api/sellers/{name}</c>.</summary>
internal static class SellerDepartureEndpoint
{
    public static void MapSellerDeparture(this IEndpointRouteBuilder routes) =>
        routes.MapDelete("/api/sellers/{name}", RemoveAsync).WithTags("sellers").EndSoon().RequireScope(CallerScope.Admin).Produces(StatusCodes.Status204NoContent)
            .WithSummary("Takes a seller off the list, with all that waits for it.")
            .WithDescription("What waits is cancelled, its browsers are unpaired, its lanes' pauses end, tokens lose its name; a token that names it alone is revoked. "
                + "What it did stays in the records and in the audit list, for the operator; a later seller of the name sees none of it.");

    private static async Task<NoContent> RemoveAsync(string name, HttpContext context, SellerDeparture departure)
    {
        var caller = context.Caller();
        caller.DemandSeller(name);

        // Its own token goes with the only seller that it names, and its request is still answered.
        if (caller.OnlySeller == name) context.Features.Get<CallerLease>()!.Detach();
        return await departure.RunAsync(name, AuditWords.Actor(caller), context.RequestAborted)
            ? TypedResults.NoContent()
            : throw new BridgeException(ErrorCode.NotFound, "There is no such seller; GET /api/sellers lists them.");
    }
}
