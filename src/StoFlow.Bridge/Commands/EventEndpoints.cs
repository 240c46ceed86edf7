using System.ComponentModel;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using StoFlow.Bridge.Policy;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Bridge.Commands;

/// <summary><c>GET /api/events</c>: server-sent events.</summary>
internal static class EventEndpoints
{
    private const string LastEventId = "Last-Event-ID";

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static void MapEvents(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/events", FollowAsync).WithTags("commands").RequireScope(CallerScope.Read).Produces<CommandEvent>(contentType: "text/event-stream")
            .WithSummary("Follows command states, browsers and lanes as server-sent events.");

    private static async Task FollowAsync(
        HttpContext context, EventHub hub, TimeProvider time, IHostApplicationLifetime lifetime, string? seller = null, string? after = null,
        [FromHeader(Name = LastEventId), Description("The last event that the reader had; it gets what followed. Of it and after, this one counts.")] string? lastEventId = null)
    {
        var caller = context.Caller();
        // A reader that has had no event yet may say so with an empty one.
        if (lastEventId is "") lastEventId = null;
        if (seller is not null) caller.DemandSeller(seller);
        // A reader whose connection broke opens the same address again: then the header is the newer of the two.
        using var reader = hub.Subscribe(caller.KeyOwner, other => seller is null ? caller.May(other) : other == seller, lastEventId ?? after);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping, context.CallerReach());

        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers[LastEventId] = reader.StartsAt;
        try
        {
            await WriteAsync(response, $": connected\nid: {reader.StartsAt}\n\n", stop.Token);
            if (!reader.Whole) await WriteAsync(response, Dropped(ErrorCode.NotFound, "Events after that one are not held any more. Look at /api/commands; the stream goes on from now."), stop.Token);
            // One timer for as long as it reads: one for each event would outlive it by all of this time.
            using var beats = new PeriodicTimer(Heartbeat, time);
            var (more, beat) = (reader.Events.WaitToReadAsync(stop.Token).AsTask(), beats.WaitForNextTickAsync(stop.Token).AsTask());
            while (true)
            {
                // A line now and then shows both sides that the other is still there.
                if (await Task.WhenAny(more, beat) == beat)
                {
                    await beat;
                    await WriteAsync(response, ": still here\n\n", stop.Token);
                    beat = beats.WaitForNextTickAsync(stop.Token).AsTask();
                    continue;
                }

                if (!await more) break;
                while (reader.Events.TryRead(out var happened)) await WriteAsync(response, Text(happened), stop.Token);
                more = reader.Events.WaitToReadAsync(stop.Token).AsTask();
            }

            await WriteAsync(response, Dropped(ErrorCode.RateLimited, "Read faster: events were lost. Look at /api/commands, then follow again."), stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The reader went away, its token reaches fewer sellers than it follows, or the bridge stops.
        }
    }

    private static string Text(SentEvent happened) =>
        $"id: {happened.Id}\nevent: {happened.Event.Kind}\ndata: {JsonSerializer.Serialize(happened.Event, ProtocolJson.Relaxed.CommandEvent)}\n\n";

    private static string Dropped(string code, string detail) => $"event: dropped\ndata: {{\"code\":\"{code}\",\"detail\":\"{detail}\"}}\n\n";

    private static async Task WriteAsync(HttpResponse response, string text, CancellationToken ct)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), ct);
        await response.Body.FlushAsync(ct);
    }
}
