using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using StoFlow.Bridge.Policy;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Bridge.Commands;

/// <summary><c>POST /api/uploads</c>: streams a file in, for <c>files[].upload_id</c>.</summary>
internal static class UploadEndpoints
{
    public static void MapUploads(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/uploads", AddAsync).RequireScope(CallerScope.Write)
            .WithSummary("Takes the body as a file that requests may name.");

    private static async Task<JsonHttpResult<UploadView>> AddAsync(HttpContext context, UploadShelf shelf, BridgeOptions options, string? seller = null)
    {
        var caller = context.Caller();
        if (seller is not null) caller.DemandSeller(seller);
        // The body goes to disk as it comes, so the limit for JSON does not bind it.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = options.Limits.MaxUploadBytes;
        var upload = await shelf.AddAsync(context.Request.Body, seller is null ? caller.Sellers : [seller], isTransient: false, context.RequestAborted);
        return TypedResults.Json(new UploadView(upload.Id, upload.Size, upload.Sha256), ProtocolJson.Relaxed.UploadView, statusCode: 201);
    }
}
