using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using StoFlow.Bridge.Ops;
using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Policy;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;
using StoFlow.Protocol.Policy;

namespace StoFlow.Bridge.Lanes;

/// <summary><c>/api/lanes</c>: how lanes stand, and pausing and resuming them by hand.</summary>
internal static class LaneEndpoints
{
    public static void MapLanes(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/lanes").WithTags("lanes");
        group.MapGet("", List).RequireScope(CallerScope.Read).Produces<LaneList>().WithSummary("How the lanes stand.");
        group.MapPost("/{seller}/{site}/pause", Pause).RequireScope(CallerScope.Write).Produces<LaneView>()
            .WithSummary("Stops a lane until it is resumed.");
        group.MapPost("/{seller}/{site}/resume", Resume).RequireScope(CallerScope.Write).Produces<LaneView>()
            .WithSummary("Lets a lane go on; after a challenge, once the person has settled it.");
    }

    internal static LaneView View(Lane lane)
    {
        var (waiting, running) = lane.Counts;
        var pause = lane.Pause;
        return new LaneView(
            lane.Key.Seller, lane.Key.Site, pause is null ? "running" : "paused", waiting, running, pause?.Code, pause?.Detail, pause?.Until);
    }

    private static JsonHttpResult<LaneList> List(HttpContext context, LaneBook book)
    {
        var caller = context.Caller();
        var lanes = book.All.Where(lane => caller.May(lane.Key.Seller))
            .OrderBy(lane => lane.Key.Seller, StringComparer.Ordinal).ThenBy(lane => lane.Key.Site, StringComparer.Ordinal).Select(View);
        return TypedResults.Json(new LaneList([.. lanes]), ProtocolJson.Relaxed.LaneList);
    }

    private static JsonHttpResult<LaneView> Pause(string seller, string site, HttpContext context, LaneBook book, SellerBook sellers)
    {
        var key = Key(context.Caller(), sellers, seller, site);
        book.PauseByHand(key, AuditWords.Actor(context.Caller()));
        return TypedResults.Json(View(book.Get(key)), ProtocolJson.Relaxed.LaneView);
    }

    private static JsonHttpResult<LaneView> Resume(string seller, string site, HttpContext context, LaneBook book, SellerBook sellers)
    {
        var key = Key(context.Caller(), sellers, seller, site);
        book.Resume(key, AuditWords.Actor(context.Caller()));
        return TypedResults.Json(View(book.Get(key)), ProtocolJson.Relaxed.LaneView);
    }

    private static LaneKey Key(Caller caller, SellerBook sellers, string seller, string site)
    {
        caller.DemandSeller(seller);
        if (!sellers.Knows(seller)) throw new BridgeException(ErrorCode.NotFound, "There is no such seller; GET /api/sellers lists them.", "seller");
        if (SitePolicy.Current.Find(site) is null)
            throw BridgeException.OfField("site", "a host of the site list is due, such as www.vinted.fr.");
        return new LaneKey(seller, site);
    }
}
