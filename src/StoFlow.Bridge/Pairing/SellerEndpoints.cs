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
            .WithSummary("Takes a seller off the list; its browsers are unpaired.");
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

    // A seller who goes takes the ways in along: browsers are unpaired, waiting codes end.
    private static async Task<NoContent> RemoveAsync(string name, HttpContext context, SellerBook sellers, BrowserBook browsers, PairingBook pairings)
    {
        var caller = context.Caller();
        caller.DemandSeller(name);
        var actor = AuditWords.Actor(caller);
        if (!sellers.Knows(name)) throw new BridgeException(ErrorCode.NotFound, "There is no such seller; GET /api/sellers lists them.");
        pairings.End(name);
        foreach (var browser in browsers.All.Where(browser => browser.Seller == name && browser.RevokedAt is null))
            await browsers.RevokeAsync(browser.Id, actor, context.RequestAborted);
        await sellers.RemoveAsync(name, actor, context.RequestAborted);
        return TypedResults.NoContent();
    }

    private static SellerView View(Seller seller, BrowserBook browsers) => new(
        seller.Name, seller.CreatedAt, browsers.All.Count(browser => browser.Seller == seller.Name && browser.RevokedAt is null));
}
