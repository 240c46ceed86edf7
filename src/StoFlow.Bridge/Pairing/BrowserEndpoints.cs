using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using StoFlow.Bridge.Ops;
using StoFlow.Bridge.Policy;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Bridge.Pairing;

/// <summary><c>/api/browsers</c> and <c>/api/plugin/status</c>. Another seller's browser is answered like one that does not exist.</summary>
internal static class BrowserEndpoints
{
    public static void MapBrowsers(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/plugin/status", Status).WithTags("status").RequireScope(CallerScope.Read).Produces<PluginStatus>()
            .WithSummary("Which browsers are there, on which sites, signed in as whom.");
        var group = routes.MapGroup("/api/browsers").WithTags("browsers").EndSoon();
        group.MapGet("", List).RequireScope(CallerScope.Read).Produces<BrowserList>().WithSummary("The paired browsers that the token may see.");
        group.MapGet("/{id}", Get).RequireScope(CallerScope.Read).Produces<BrowserView>().WithSummary("One of them.");
        group.MapPatch("/{id}", RenameAsync).RequireScope(CallerScope.Admin).Accepts<BrowserRename>("application/json").Produces<BrowserView>()
            .WithSummary("Gives a browser another name.");
        group.MapDelete("/{id}", RevokeAsync).RequireScope(CallerScope.Admin).Produces(StatusCodes.Status204NoContent)
            .WithSummary("Ends a pairing for ever and closes its connection.");
    }

    private static JsonHttpResult<PluginStatus> Status(HttpContext context, BrowserViews views)
    {
        var browsers = views.Of(context.Caller());
        return TypedResults.Json(new PluginStatus(browsers.Any(browser => browser.Online), browsers), ProtocolJson.Relaxed.PluginStatus);
    }

    private static JsonHttpResult<BrowserList> List(HttpContext context, BrowserViews views) =>
        TypedResults.Json(new BrowserList(views.Of(context.Caller())), ProtocolJson.Relaxed.BrowserList);

    private static JsonHttpResult<BrowserView> Get(string id, HttpContext context, BrowserBook browsers, BrowserViews views) =>
        TypedResults.Json(views.View(Find(id, context, browsers)), ProtocolJson.Relaxed.BrowserView);

    private static async Task<JsonHttpResult<BrowserView>> RenameAsync(string id, HttpContext context, BrowserBook browsers, BrowserViews views)
    {
        var request = await JsonBody.ReadAsync(context, DoorJson.Strict.BrowserRename);
        Find(id, context, browsers);
        if (request.Name.Trim().Length is 0 or > 64 || request.Name.Any(char.IsControl))
            throw BridgeException.OfField("name", "1 to 64 characters without control characters.");
        var renamed = await browsers.RenameAsync(id, request.Name.Trim(), AuditWords.Actor(context.Caller()), context.RequestAborted);
        return TypedResults.Json(views.View(renamed!), ProtocolJson.Relaxed.BrowserView);
    }

    private static async Task<NoContent> RevokeAsync(string id, HttpContext context, BrowserBook browsers)
    {
        Find(id, context, browsers);
        await browsers.RevokeAsync(id, AuditWords.Actor(context.Caller()), context.RequestAborted);
        return TypedResults.NoContent();
    }

    private static BrowserIdentity Find(string id, HttpContext context, BrowserBook browsers) =>
        browsers.FindPaired(id) is { } browser && context.Caller().May(browser.Seller)
            ? browser
            : throw new BridgeException(ErrorCode.NotFound, "There is no such browser; GET /api/browsers lists them.");
}
