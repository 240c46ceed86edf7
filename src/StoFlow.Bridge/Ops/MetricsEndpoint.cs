using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using StoFlow.Bridge.Policy;

namespace StoFlow.Bridge.Ops;

/// <summary><c>GET /metrics</c> for Prometheus, with a token like everything else.</summary>
internal static class MetricsEndpoint
{
    public static void MapMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/metrics", (MetricsBook metrics) => TypedResults.Text(metrics.Text(), PrometheusText.ContentType))
            .WithTags("metrics")
            .RequireScope(CallerScope.Read)
            .Produces<string>(contentType: "text/plain")
            .WithSummary("The bridge's counts and times, in the Prometheus text format.");
}
