using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using StoFlow.Bridge.Ops;
using StoFlow.Bridge.Pairing;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Bridge.Policy;

/// <summary><c>/api/tokens</c>: for admins, and none may hand out more than it has.</summary>
internal static class TokenEndpoints
{
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(1);

    public static void MapTokens(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/tokens").WithTags("tokens").RequireScope(CallerScope.Admin).EndSoon();
        group.MapGet("", List).Produces<TokenList>().WithSummary("Tokens, without their secrets.");
        group.MapPost("", MakeAsync).Accepts<TokenRequest>("application/json").Produces<TokenCreated>(StatusCodes.Status201Created)
            .WithSummary("Makes a token; its secret is shown this once.");
        group.MapPost("/{id}/rotate", RotateAsync).Accepts<TokenRotation>(isOptional: true, "application/json")
            .Produces<TokenCreated>(StatusCodes.Status201Created).WithSummary("Makes a new secret; the old one holds for overlap_s more.");
        group.MapDelete("/{id}", RevokeAsync).Produces<TokenView>().WithSummary("Ends a token at once.");
    }

    private static JsonHttpResult<TokenList> List(HttpContext context, TokenBook tokens)
    {
        var caller = context.Caller();
        return TypedResults.Json(
            new TokenList([.. tokens.All.Where(token => Within(caller, token.Sellers)).Select(View)]), ProtocolJson.Relaxed.TokenList);
    }

    private static async Task<JsonHttpResult<TokenCreated>> MakeAsync(HttpContext context, TokenBook tokens)
    {
        var caller = context.Caller();
        var request = await JsonBody.ReadAsync(context, ProtocolJson.Strict.TokenRequest);
        Check(request, caller);
        var like = new TokenRecord("", request.Name, request.Scope, [.. request.Sellers.Distinct(StringComparer.Ordinal)], default, default);
        TimeSpan? lifetime = request.ExpiresInS is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        var (secret, token) = await tokens.AddAsync(like, lifetime, replaces: null, AuditWords.Actor(caller), context.RequestAborted);
        return Created(secret, token);
    }

    private static async Task<JsonHttpResult<TokenCreated>> RotateAsync(
        string id, HttpContext context, TokenBook tokens, AdminTokenFile adminToken, TimeProvider clock)
    {
        // First the body, which may take its time: what was revoked meanwhile has no successor.
        var overlap = await OverlapAsync(context);
        var old = Find(id, context.Caller(), tokens);
        var now = clock.GetUtcNow();
        if (!old.IsGood(now)) throw new BridgeException(ErrorCode.InvalidRequest, "This token has ended already; make a new one.");
        var end = old.ExpiresAt is { } due && due < now + overlap ? due : now + overlap;
        var (secret, token) = await tokens.AddAsync(
            old, tokens.LifetimeOf(old), old with { ExpiresAt = end }, AuditWords.Actor(context.Caller()), context.RequestAborted);
        if (old.Name == AdminTokenFile.TokenName) adminToken.Write(secret);
        return Created(secret, token);
    }

    private static async Task<JsonHttpResult<TokenView>> RevokeAsync(string id, HttpContext context, TokenBook tokens)
    {
        var caller = context.Caller();
        Find(id, caller, tokens);

        // A token may end itself, and its request is still answered.
        if (caller.TokenId == id) context.Features.Get<CallerLease>()!.Detach();
        var revoked = await tokens.RevokeAsync(id, AuditWords.Actor(caller), context.RequestAborted);
        return TypedResults.Json(View(revoked!), ProtocolJson.Relaxed.TokenView);
    }

    private static async Task<TimeSpan> OverlapAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true }) return Overlap;
        var seconds = (await JsonBody.ReadAsync(context, DoorJson.Strict.TokenRotation)).OverlapS;
        return seconds switch
        {
            null => Overlap,
            >= 0 and <= TokenRotation.MaxOverlapS => TimeSpan.FromSeconds(seconds.Value),
            _ => throw BridgeException.OfField("overlap_s", $"0 to {TokenRotation.MaxOverlapS}."),
        };
    }

    private static void Check(TokenRequest request, Caller caller)
    {
        if (request.Name.Length is 0 or > TokenRequest.MaxName || request.Name.Any(char.IsControl) || request.Name == AdminTokenFile.TokenName)
            throw BridgeException.OfField("name", $"1 to {TokenRequest.MaxName} characters without control characters, and not '{AdminTokenFile.TokenName}'.");
        if (!CallerScope.IsKnown(request.Scope)) throw BridgeException.OfField("scope", "read, write or admin.");
        if (request.Sellers.Count is 0 or > TokenRequest.MaxSellers) throw BridgeException.OfField("sellers", $"1 to {TokenRequest.MaxSellers} names, or * for all.");
        foreach (var seller in request.Sellers)
        {
            if (seller is null) throw BridgeException.OfField("sellers", "null is no name.");
            if (seller != Caller.AllSellers) SellerBook.Check(seller, "sellers");
        }

        if (request.ExpiresInS is <= 0 or > TokenRequest.MaxLifetimeS) throw BridgeException.OfField("expires_in_s", $"1 to {TokenRequest.MaxLifetimeS}, or left out.");
        if (!Within(caller, request.Sellers))
            throw new BridgeException(ErrorCode.Forbidden, "A token cannot make one that reaches further than itself.", "sellers");
    }

    private static TokenRecord Find(string id, Caller caller, TokenBook tokens) =>
        tokens.Get(id) is { } token && Within(caller, token.Sellers)
            ? token
            : throw new BridgeException(ErrorCode.NotFound, "There is no such token; GET /api/tokens lists them.");

    private static bool Within(Caller caller, IReadOnlyList<string> sellers) => caller.MayAll || sellers.All(caller.May);

    private static JsonHttpResult<TokenCreated> Created(string secret, TokenRecord token) =>
        TypedResults.Json(new TokenCreated(secret, View(token)), ProtocolJson.Relaxed.TokenCreated, statusCode: StatusCodes.Status201Created);

    private static TokenView View(TokenRecord token) => new(
        token.Id, token.Name, token.Scope, token.Sellers, token.CreatedAt, token.ExpiresAt, token.LastUsedAt, token.RevokedAt);
}
