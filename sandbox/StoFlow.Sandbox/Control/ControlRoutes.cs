using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace StoFlow.Sandbox.Control;

/// <summary>Maps control routes: JSON in, JSON out, mistakes as 400 with what to write instead. Keeps the list for <c>GET /control/</c>.</summary>
internal sealed class ControlRoutes(IEndpointRouteBuilder routes)
{
    private readonly List<RouteReport> _list = [];

    public RouteReport[] List => [.. _list];

    public void Get<T>(string path, string does, JsonTypeInfo<T> answer, Func<HttpContext, T> handle)
    {
        _list.Add(new RouteReport("GET " + path, does));
        routes.MapGet(path, http => Run(http, () =>
        {
            ControlQuery.Check(http);
            return Send(http, 200, handle(http), answer);
        }));
    }

    public void Post<TBody, TAnswer>(
        string path, string does, JsonTypeInfo<TBody> body, JsonTypeInfo<TAnswer> answer, Func<TBody, TAnswer> handle)
        where TBody : class
    {
        _list.Add(new RouteReport("POST " + path, does));
        routes.MapPost(path, http => Run(http, async () => await Send(http, 200, handle(await ControlBody.Read(http, body)), answer)));
    }

    public static Task Send<T>(HttpContext http, int status, T answer, JsonTypeInfo<T> type)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        return JsonSerializer.SerializeAsync(http.Response.Body, answer, type, http.RequestAborted);
    }

    /// <summary>Around all routes: a path or a method that none of them has is answered with where they are listed.</summary>
    public static async Task Elsewhere(HttpContext http, RequestDelegate next)
    {
        await next(http);
        if (http.Response.HasStarted || http.Response.StatusCode is not (404 or 405)) return;
        await Send(
            http, http.Response.StatusCode, new ControlAnswer(false, "not_found", $"No route {http.Request.Method} {http.Request.Path}; GET /control/ lists them."),
            ControlJson.Default.ControlAnswer);
    }

    private static async Task Run(HttpContext http, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception mistake) when (mistake is MistakeException or JsonException or BadHttpRequestException && !http.Response.HasStarted)
        {
            await Send(http, 400, Mistake(mistake), ControlJson.Default.ControlAnswer);
        }
        catch (Exception bug) when (bug is not OperationCanceledException && !http.Response.HasStarted)
        {
            // A fault of the sandbox itself says so, and what it is.
            await Send(http, 500, new ControlAnswer(false, "sandbox_error", bug.Message), ControlJson.Default.ControlAnswer);
        }
    }

    /// <summary>What is wrong, and in which field.</summary>
    private static ControlAnswer Mistake(Exception mistake) => new(false, "invalid_request", mistake.Message, mistake switch
    {
        MistakeException named => named.Field,
        JsonException { Path: { Length: > 2 } path } => path[2..],
        _ => "body",
    });
}
