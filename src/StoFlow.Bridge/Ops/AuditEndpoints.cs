using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Policy;
using StoFlow.Bridge.Storage;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Bridge.Ops;

/// <summary><c>GET /api/audit</c>: admins of all sellers see everything, others what concerns their sellers.</summary>
internal static class AuditEndpoints
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 500;

    public static void MapAudit(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/audit", ListAsync).WithTags("audit").RequireScope(CallerScope.Read).EndSoon().Produces<AuditPage>()
            .WithSummary("Who did what, newest first; next goes into after.");

    private static async Task<JsonHttpResult<AuditPage>> ListAsync(
        HttpContext context, AuditStore audit, AuditLog log, SellerBook book, string? seller, long? after, [Range(1, MaxLimit)] int? limit)
    {
        var caller = context.Caller();
        if (limit is < 1 or > MaxLimit) throw BridgeException.OfField("limit", $"1 to {MaxLimit}.");
        if (seller is not null) caller.DemandSeller(seller);
        var sellers = seller is not null ? [seller] : caller is { IsAdmin: true, MayAll: true } ? null : caller.Sellers;
        await log.FlushAsync(context.RequestAborted);
        return TypedResults.Json(audit.Page(sellers, after, limit ?? DefaultLimit, caller.MayAll ? null : book.Since), ProtocolJson.Relaxed.AuditPage);
    }
}
