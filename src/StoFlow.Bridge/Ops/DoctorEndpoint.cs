using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using StoFlow.Bridge.Policy;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Bridge.Ops;

/// <summary><c>GET /api/doctor</c>: for admins of the whole bridge.</summary>
internal static class DoctorEndpoint
{
    public static void MapDoctor(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/doctor", LookAsync).WithTags("health").RequireScope(CallerScope.Admin).Produces<DoctorReport>()
            .WithSummary("Looks over store, audit list, exposure, tokens and browsers.");

    private static async Task<JsonHttpResult<DoctorReport>> LookAsync(HttpContext context, Doctor doctor, DriftBook drift)
    {
        if (!context.Caller().MayAll) throw new BridgeException(ErrorCode.Forbidden, "This looks at all sellers; use a token that names * as its sellers.");
        var report = await doctor.LookAsync(context.RequestAborted);
        return TypedResults.Json(new DoctorReport([.. report.Checks, drift.Check()]), DoorJson.Relaxed.DoctorReport);
    }
}
