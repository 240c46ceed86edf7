using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using StoFlow.Protocol;

namespace StoFlow.Bridge.Policy;

/// <summary>How endpoints state what they need of their caller, and how their code learns who it is.</summary>
public static class CallerExtensions
{
    /// <summary>The endpoint needs a token of this scope.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder builder, string scope)
        where TBuilder : IEndpointConventionBuilder
    {
        if (!CallerScope.IsKnown(scope)) throw new ArgumentException($"{scope} is not read, write or admin.", nameof(scope));
        return builder.WithMetadata(new CallerAccess(scope));
    }

    /// <summary>The endpoint is open to callers without a token; its own hand-shake, if any, is its guard.</summary>
    public static TBuilder AllowAnonymousCaller<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new CallerAccess(Scope: null));

    /// <summary>Who calls. Throws on an endpoint that is open to anybody.</summary>
    public static Caller Caller(this HttpContext context) =>
        context.Features.Get<CallerLease>()?.Caller
        ?? throw new InvalidOperationException("No caller: the endpoint is marked open.");

    /// <summary>Signalled when the caller's token reaches fewer sellers than it did: for answers without end.</summary>
    internal static CancellationToken CallerReach(this HttpContext context) => context.Features.Get<CallerLease>()?.Reach ?? CancellationToken.None;

    /// <summary>Signalled when the caller's token was revoked or has expired.</summary>
    internal static CancellationToken CallerEnded(this HttpContext context) => context.Features.Get<CallerLease>()?.Ended ?? CancellationToken.None;

    /// <summary>Throws <c>forbidden</c> unless the caller may act for this seller.</summary>
    public static void DemandSeller(this Caller caller, string seller)
    {
        if (!caller.May(seller))
            throw new BridgeException(ErrorCode.Forbidden, $"This token may not act for that seller; ask the operator for one that names it.");
    }

    /// <summary>Throws <c>forbidden</c> unless the caller's token holds <c>write</c>.</summary>
    public static void DemandWrite(this Caller caller)
    {
        if (!caller.CanWrite)
            throw new BridgeException(ErrorCode.Forbidden, "This changes something, and the token has scope read; use one with scope write.");
    }
}
