using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using StoFlow.Protocol;

namespace StoFlow.Bridge.Policy;

/// <summary>
/// Finds out who calls and whether the endpoint is for them. What no endpoint answers, and what forgot to say for whom it is, is closed.
/// </summary>
internal sealed class CallerCheck(RequestDelegate next, TokenBook tokens, DoorLimits limits, RefusedSignIns refused)
{
    private const string Scheme = "Bearer ";

    public Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint is RouteEndpoint)
        {
            var access = endpoint.Metadata.GetMetadata<CallerAccess>();
            return access is { Scope: null } ? PassOpenAsync(context) : CheckAsync(context, access);
        }

        // Not a route of ours: an unknown path, or routing's own answer to a wrong method.
        if (endpoint is not null) return PassOpenAsync(context);
        CountOpen(context);
        throw new BridgeException(ErrorCode.NotFound, "There is nothing at this address; docs/api.md lists what there is.");
    }

    private Task PassOpenAsync(HttpContext context)
    {
        CountOpen(context);
        return next(context);
    }

    private void CountOpen(HttpContext context)
    {
        if (!limits.Open(context.Connection.RemoteIpAddress)) throw TooMany("Too many requests without a token from this address.");
    }

    private async Task CheckAsync(HttpContext context, CallerAccess? access)
    {
        if (Secret(context.Request) is not { } secret || tokens.Find(secret) is not { } token)
        {
            var remote = context.Connection.RemoteIpAddress;
            if (!limits.Refused(remote)) throw TooMany("Too many refused sign-ins from this address.");
            await refused.NoteAsync(remote, $"{context.Request.Method} {context.Request.Path}", "no good token", context.RequestAborted);
            context.Response.Headers.WWWAuthenticate = "Bearer";
            throw new BridgeException(
                ErrorCode.Unauthorized,
                "Send a good token as 'Authorization: Bearer stf_…'. The operator makes one with 'stoflow tokens' or on the bridge's page.");
        }

        if (!limits.Token(token.Record.Id)) throw TooMany("This token makes more requests than one may.");
        if (access is null || !CallerScope.Holds(token.Record.Scope, access.Scope!))
            throw new BridgeException(
                ErrorCode.Forbidden, $"This needs a token with scope {access?.Scope ?? "of nobody"}; this one has {token.Record.Scope}.");

        var reach = token.Reach;
        using var lease = new CallerLease(token.Caller, reach);
        context.Features.Set(lease);
        lease.Watch(context, token.Ended);
        await next(context);
    }

    private static string? Secret(HttpRequest request) =>
        request.Headers.Authorization is [{ } value] && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? value[Scheme.Length..].Trim()
            : null;

    private static BridgeException TooMany(string what) =>
        new(ErrorCode.RateLimited, $"{what} Wait a little and send fewer.") { RetryAfter = TimeSpan.FromSeconds(5) };
}
