using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using StoFlow.Bridge.Ops;
using StoFlow.Bridge.Policy;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Bridge.Commands;

/// <summary>Execute and commands: bind, authorize, run, answer.</summary>
internal static class CommandEndpoints
{
    private const int MaxWaitMs = 60_000;

    public static void MapCommands(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api").WithTags("commands").RequireScope(CallerScope.Read);
        group.MapPost("/plugin/execute", ExecuteAsync).WithMetadata(TakesKey.Instance)
            .Accepts<ExecuteRequest>("application/json").Produces<ExecuteAnswer>().WithSummary("Runs one action and waits for its outcome.");
        group.MapPost("/commands", QueueAsync).WithMetadata(TakesKey.Instance)
            .Accepts<ExecuteRequest>("application/json").Produces<CommandAccepted>(StatusCodes.Status202Accepted)
            .WithSummary("Queues one action; answers once it is durable.");
        group.MapGet("/commands/{id}", GetAsync).Produces<CommandView>().WithSummary("One command; waits up to wait_ms for its end.");
        group.MapGet("/commands", ListAsync).Produces<CommandPage>().WithSummary("Commands, newest first; next goes into after.");
        group.MapPost("/commands/{id}/cancel", CancelAsync).Produces<CommandView>().WithSummary("Cancels what has not begun; aborts a read.");
    }

    private static async Task ExecuteAsync(HttpContext context, CommandRequestReader reader, CommandRunner runner)
    {
        var caller = context.Caller();
        var key = CommandRequestReader.Key(context.Request);
        var draft = await reader.ReadAsync(context, caller);
        var accepted = await runner.AcceptAsync(new AskedCommand(draft, caller, key, IsInteractive: true), context.RequestAborted);
        var outcome = accepted.Live is { } live ? await WaitAsync(live, context.RequestAborted) : CommandAnswers.Outcome(accepted.Row!);
        var answer = CommandAnswers.Execute(
            accepted.Id, outcome ?? throw new BridgeException(ErrorCode.Internal, "The record has no end."), accepted.IsRepeat,
            accepted.Live?.Lane.Pause?.Until);
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer, context.RequestAborted);
    }

    // A caller that goes away takes its read along; a write goes on, and its outcome is kept.
    private static async Task<CommandOutcome> WaitAsync(LiveCommand command, CancellationToken gone)
    {
        command.Callers.Join();
        try
        {
            var first = await command.Ended.WaitAsync(gone);
            // An unknown end may be known by now.
            return command.Shown.Outcome ?? first;
        }
        catch (OperationCanceledException) when (!command.Ended.IsCompleted)
        {
            if (command.Callers.Leave() && !command.IsWrite && command.Callers.OnLine) await command.CancelAsync();
            throw;
        }
    }

    private static async Task<JsonHttpResult<CommandAccepted>> QueueAsync(HttpContext context, CommandRequestReader reader, CommandRunner runner)
    {
        var caller = context.Caller();
        var key = CommandRequestReader.Key(context.Request);
        var draft = await reader.ReadAsync(context, caller);
        var accepted = await runner.AcceptAsync(new AskedCommand(draft, caller, key, IsInteractive: false), context.RequestAborted);
        var live = accepted.Live;
        context.Response.Headers.Location = $"/api/commands/{accepted.Id}";
        return TypedResults.Json(
            new CommandAccepted(accepted.Id, live?.Shown.State ?? accepted.Row!.State, live?.Lane.PositionOf(live) ?? 0),
            ProtocolJson.Relaxed.CommandAccepted, statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<JsonHttpResult<CommandView>> GetAsync(
        string id, HttpContext context, CommandCatalog catalog, TimeProvider time, [Range(0, MaxWaitMs)] int wait_ms = 0)
    {
        if (wait_ms is < 0 or > MaxWaitMs) throw BridgeException.OfField("wait_ms", $"0 to {MaxWaitMs} milliseconds.");
        var caller = context.Caller();
        if (wait_ms > 0 && catalog.FindLive(id, caller) is { } live)
        {
            try
            {
                await live.Ended.WaitAsync(TimeSpan.FromMilliseconds(wait_ms), time, context.RequestAborted);
            }
            catch (Exception still) when (still is TimeoutException or BridgeException)
            {
                // It has not ended: the answer says how it stands.
            }

            // Not looked up again: what waited for it may be more than is kept.
            return TypedResults.Json(CommandAnswers.View(live), ProtocolJson.Relaxed.CommandView);
        }

        return TypedResults.Json(await catalog.GetAsync(id, caller, context.RequestAborted), ProtocolJson.Relaxed.CommandView);
    }

    private static async Task<JsonHttpResult<CommandPage>> ListAsync(
        HttpContext context, CommandCatalog catalog, string? seller = null, string? state = null, string? after = null,
        [Range(1, CommandCatalog.MaxLimit)] int limit = 50) =>
        TypedResults.Json(await catalog.PageAsync(context.Caller(), seller, state, after, limit, context.RequestAborted), ProtocolJson.Relaxed.CommandPage);

    private static async Task<JsonHttpResult<CommandView>> CancelAsync(string id, HttpContext context, CommandCatalog catalog, AuditLog audit)
    {
        var caller = context.Caller();
        if (catalog.FindLive(id, caller) is { } live)
        {
            if (live.IsWrite) caller.DemandWrite();
            // Its end is told under the name of who asked for the command; this says who did not want it any more. Whoever asks again and again waits for room.
            var noted = live.Ended.IsCompleted
                ? ValueTask.CompletedTask
                : audit.RecordAsync(new AuditDraft(AuditWords.Actor(caller), AuditWords.CommandCancelled, live.Seller, live.Id, null), context.RequestAborted);
            // On a full disk its end waits for room, and whoever asked may not.
            await live.CancelAsync().WaitAsync(context.RequestAborted);
            await noted;
        }

        return TypedResults.Json(await catalog.GetAsync(id, caller, context.RequestAborted), ProtocolJson.Relaxed.CommandView);
    }
}
