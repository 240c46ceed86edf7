using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using StoFlow.Bridge.Ops;
using StoFlow.Bridge.Policy;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Bridge.Pairing;

/// <summary><c>/api/pairings</c>: codes for sellers to type in the plugin.</summary>
internal static class PairingEndpoints
{
    public static void MapPairings(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/pairings").WithTags("browsers").RequireScope(CallerScope.Admin).EndSoon();
        group.MapPost("", MakeAsync).Accepts<PairingRequest>("application/json").Produces<PairingView>(StatusCodes.Status201Created)
            .WithSummary("Makes a code for the seller to type in the plugin; an unknown seller is made.");
        group.MapGet("/{id}", Get).Produces<PairingView>().WithSummary("What became of a code.");
    }

    private static async Task<JsonHttpResult<PairingView>> MakeAsync(HttpContext context, SellerBook sellers, PairingBook pairings)
    {
        var request = await JsonBody.ReadAsync(context, ProtocolJson.Strict.PairingRequest);
        var caller = context.Caller();
        SellerBook.Check(request.Seller, "seller");
        caller.DemandSeller(request.Seller);
        var actor = AuditWords.Actor(caller);
        await sellers.AddAsync(request.Seller, actor, context.RequestAborted);
        var pairing = await pairings.MakeAsync(request.Seller, actor, context.RequestAborted);
        return TypedResults.Json(pairing, ProtocolJson.Relaxed.PairingView, statusCode: StatusCodes.Status201Created);
    }

    private static JsonHttpResult<PairingView> Get(string id, HttpContext context, PairingBook pairings) =>
        pairings.Get(id) is { } pairing && context.Caller().May(pairing.Seller)
            ? TypedResults.Json(pairing, ProtocolJson.Relaxed.PairingView)
            : throw new BridgeException(ErrorCode.NotFound, "There is no such pairing, or not any more; make a new code.");
}
