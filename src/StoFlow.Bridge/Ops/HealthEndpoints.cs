using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using StoFlow.Bridge.Policy;
using StoFlow.Bridge.Storage;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Bridge.Ops;

/// <summary><c>/api/health</c> and <c>/api/health/ready</c>: open to anybody, so they say nothing of anybody.</summary>
internal static class HealthEndpoints
{
    private static readonly string[] Head = [HttpMethods.Head];
    private static readonly BridgeHealth Health = new("ok", "StoFlow API Bridge", BridgeInfo.Version);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/health").WithTags("health").AllowAnonymousCaller();
        group.MapGet("", Alive).Produces<BridgeHealth>().WithSummary("The bridge runs.");
        group.MapGet("/ready", Ready).Produces<ReadyAnswer>().Produces<ReadyAnswer>(StatusCodes.Status503ServiceUnavailable)
            .WithSummary("The store answers.");

        // Load balancers ask without wanting to read.
        group.MapMethods("", Head, Alive).ExcludeFromDescription();
        group.MapMethods("/ready", Head, Ready).ExcludeFromDescription();
    }

    private static JsonHttpResult<BridgeHealth> Alive() => TypedResults.Json(Health, ProtocolJson.Relaxed.BridgeHealth);

    private static JsonHttpResult<ReadyAnswer> Ready(SqliteWriter writer, IHostApplicationLifetime lifetime)
    {
        var detail = lifetime.ApplicationStopping.IsCancellationRequested ? "The bridge is stopping."
            : !writer.Healthy ? "The store cannot be written. Free some disk space or check the data folder."
            : !writer.Answers() ? "The store cannot be read. Check the data folder."
            : null;
        return TypedResults.Json(
            new ReadyAnswer(detail is null ? "ready" : "not_ready", detail), DoorJson.Relaxed.ReadyAnswer,
            statusCode: detail is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
