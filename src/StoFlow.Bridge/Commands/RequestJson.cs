using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using StoFlow.Protocol;

namespace StoFlow.Bridge.Commands;

/// <summary>Reads a JSON body of bounded size. One that is too big is read to its end all the same, so that its sender can hear why it is refused.</summary>
internal static class RequestJson
{
    private const int FirstRead = 8 * 1024;
    private const int DrainTimes = 4;

    /// <summary>The body as a record; null for the JSON <c>null</c>.</summary>
    /// <exception cref="BridgeException"><c>invalid_request</c>, with the field where one is at fault.</exception>
    public static async Task<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type, int maxBytes)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = (long)maxBytes * DrainTimes;
        var expected = context.Request.ContentLength is { } known && known <= maxBytes ? (int)known + 1 : FirstRead;
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(FirstRead, expected));
        try
        {
            var length = 0;
            for (int read; (read = await context.Request.Body.ReadAsync(buffer.AsMemory(length), context.RequestAborted)) > 0;)
            {
                length += read;
                if (length > maxBytes) await RefuseAsync(context, maxBytes);
                if (length == buffer.Length) buffer = Grow(buffer, length);
            }

            return JsonSerializer.Deserialize(buffer.AsSpan(0, length), type);
        }
        catch (JsonException problem)
        {
            var what = JsonFault.Describe(problem);
            var colon = what.IndexOf(": ", StringComparison.Ordinal);
            throw new BridgeException(ErrorCode.InvalidRequest, what, colon > 0 ? what[..colon] : null, inner: problem);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task RefuseAsync(HttpContext context, int maxBytes)
    {
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        throw new BridgeException(
            ErrorCode.InvalidRequest, $"A call holds at most {maxBytes} bytes of JSON; send files through /api/uploads, requests in several commands.")
        {
            Status = StatusCodes.Status413PayloadTooLarge,
        };
    }

    private static byte[] Grow(byte[] buffer, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(length * 2);
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
