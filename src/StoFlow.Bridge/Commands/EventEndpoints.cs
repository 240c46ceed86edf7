using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using StoFlow.Bridge.Policy;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Bridge.Commands;

/// <summary><c>GET /api/events</c>: server-sent events.</summary>
internal static class EventEndpoints
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static void MapEvents(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/events", FollowAsync).WithTags("commands").RequireScope(CallerScope.Read).Produces<CommandEvent>(contentType: "text/event-stream")
            .WithSummary("Follows command states, browsers and lanes as server-sent events.");

    private static async Task FollowAsync(HttpContext context, EventHub hub, TimeProvider time, IHostApplicationLifetime lifetime, string? seller = null)
    {
        var caller = context.Caller();
        if (seller is not null) caller.DemandSeller(seller);
        using var reader = hub.Subscribe(other => seller is null ? caller.May(other) : other == seller);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);

        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        try
        {
            await WriteAsync(response, ": connected\n\n", stop.Token);
            while (true)
            {
                var more = reader.Events.WaitToReadAsync(stop.Token).AsTask();
                // A line now and then shows both sides that the other is still there.
                if (await Task.WhenAny(more, Task.Delay(Heartbeat, time, stop.Token)) != more)
                {
                    await WriteAsync(response, ": still here\n\n", stop.Token);
                    continue;
                }

                if (!await more) break;
                while (reader.Events.TryRead(out var happened))
                    await WriteAsync(
                        response, $"event: {happened.Kind}\ndata: {JsonSerializer.Serialize(happened, ProtocolJson.Relaxed.CommandEvent)}\n\n", stop.Token);
            }

            await WriteAsync(
                response, "event: dropped\ndata: {\"code\":\"rate_limited\",\"detail\":\"Read faster: events were lost. Look at /api/commands, then follow again.\"}\n\n",
                stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The reader went away, or the bridge stops.
        }
    }

    private static async Task WriteAsync(HttpResponse response, string text, CancellationToken ct)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), ct);
        await response.Body.FlushAsync(ct);
    }
}
