using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using StoFlow.Bridge.Ops;
using StoFlow.Bridge.Policy;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Bridge.Pairing;

/// <summary><c>/api/sellers</c>; how one goes is with the commands that go along.</summary>
internal static class SellerEndpoints
{
    public static void MapSellers(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/sellers").WithTags("sellers").EndSoon();
        group.MapGet("", List).RequireScope(CallerScope.Read).Produces<SellerList>().WithSummary("The sellers that the token may see.");
        group.MapPost("", MakeAsync).RequireScope(CallerScope.Admin).Accepts<SellerRequest>("application/json").Produces<SellerView>()
            .WithSummary("Makes a seller; one that is there is answered as it is.");
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

    private static SellerView View(Seller seller, BrowserBook browsers) => new(
        seller.Name, seller.CreatedAt, browsers.PairedOf(seller.Name).Count());
}
