using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using StoFlow.Protocol;

namespace StoFlow.Bridge.Policy;

/// <summary>A body that is too big is read to its end all the same: many HTTP clients look for an answer only when they have sent everything.</summary>
internal static class OversizedBody
{
    // Beyond this the server cuts the line, as nobody sends so much by mistake.
    private const long MostToRead = 256L * 1024 * 1024;

    /// <summary>Lifts the server's own limit, so that the route can say what its limit is.</summary>
    public static void Allow(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MostToRead;
    }

    /// <summary>Reads what is left and throws it away.</summary>
    public static Task ReadOutAsync(HttpContext context) => context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);

    /// <summary>As <see cref="ReadOutAsync"/>; the refusal to throw after that.</summary>
    public static async Task<BridgeException> RefuseAsync(HttpContext context, string detail)
    {
        await ReadOutAsync(context);
        return new BridgeException(ErrorCode.InvalidRequest, detail) { Status = StatusCodes.Status413PayloadTooLarge };
    }
}
