using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using StoFlow.Bridge.Ops;
using StoFlow.Bridge.Policy;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Bridge.Pairing;

/// <summary><c>/api/sellers</c>.</summary>
internal static class SellerEndpoints
{
    public static void MapSellers(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/sellers").WithTags("sellers").EndSoon();
        group.MapGet("", List).RequireScope(CallerScope.Read).Produces<SellerList>().WithSummary("The sellers that the token may see.");
        group.MapPost("", MakeAsync).RequireScope(CallerScope.Admin).Accepts<SellerRequest>("application/json").Produces<SellerView>()
            .WithSummary("Makes a seller; one that is there is answered as it is.");
        group.MapDelete("/{name}", RemoveAsync).RequireScope(CallerScope.Admin).Produces(StatusCodes.Status204NoContent)
            .WithSummary("Takes a seller off the list, with all that waits for it.")
            .WithDescription("What waits is cancelled, its browsers are unpaired, its lanes' pauses end, tokens lose its name; a token that names it alone is revoked.");
    }

    private static JsonHttpResult<SellerList> List(HttpContext context, SellerBook sellers, BrowserBook browsers)
    {
        var caller = context.Caller();
        return TypedResults.Json(
            new SellerList([.. sellers.All.Where(seller => caller.May(seller.Name)).Select(seller => View(seller, browsers))]),
            ProtocolJson.Relaxed.SellerList);
    }

    private static async Task<JsonHttpResult<SellerView>> MakeAsync(HttpContext context, SellerBook sellers, BrowserBook browsers)
    {
        var request = await JsonBody.ReadAsync(context, ProtocolJson.Strict.SellerRequest);
        SellerBook.Check(request.Name);
        context.Caller().DemandSeller(request.Name);
        var seller = await sellers.AddAsync(request.Name, AuditWords.Actor(context.Caller()), context.RequestAborted);
        return TypedResults.Json(View(seller, browsers), ProtocolJson.Relaxed.SellerView);
    }

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

    private static SellerView View(Seller seller, BrowserBook browsers) => new(
        seller.Name, seller.CreatedAt, browsers.All.Count(browser => browser.Seller == seller.Name && browser.RevokedAt is null));
}
