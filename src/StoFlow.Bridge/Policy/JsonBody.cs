using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using StoFlow.Protocol;

namespace StoFlow.Bridge.Policy;

/// <summary>Reads a JSON body of bounded size, or says what is wrong with it and in which field.</summary>
internal static class JsonBody
{
    private const int FirstRead = 8 * 1024;
    private const int Small = 64 * 1024;

    /// <summary>The small body of an administration route.</summary>
    /// <exception cref="BridgeException"><c>invalid_request</c>, with the field where one is at fault.</exception>
    public static Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class => ReadAsync(context, type, Small);

    /// <summary>The body as a record.</summary>
    /// <param name="context">The call.</param>
    /// <param name="type">What is due.</param>
    /// <param name="maxBytes">The largest that is taken; a larger one is answered 413.</param>
    /// <exception cref="BridgeException"><c>invalid_request</c>, with the field where one is at fault.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type, int maxBytes)
        where T : class
    {
        OversizedBody.Allow(context);
        // What a caller announces it need not send: memory is given for what has come, and beyond the first step not more than twice that.
        var expected = context.Request.ContentLength is { } known ? (int)Math.Min(known + 1, Small) : FirstRead;
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(FirstRead, expected));
        try
        {
            var length = 0;
            for (int read; (read = await context.Request.Body.ReadAsync(buffer.AsMemory(length), context.RequestAborted)) > 0;)
            {
                length += read;
                if (length > maxBytes)
                    throw await OversizedBody.RefuseAsync(
                        context, $"This call holds at most {maxBytes} bytes of JSON; send files through /api/uploads, requests in several commands.");
                if (length == buffer.Length) buffer = Grow(buffer, length);
            }

            // A body may take hours to come, and who the caller may act for was read before it.
            if (context.CallerReach().IsCancellationRequested)
                throw new BridgeException(ErrorCode.Forbidden, "This token reaches fewer sellers than when the call began; send it again.");
            return Parse(buffer.AsSpan(0, length), type);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static T Parse<T>(ReadOnlySpan<byte> text, JsonTypeInfo<T> type)
        where T : class
    {
        if (text.StartsWith("\uFEFF"u8)) text = text[3..];
        if (text.IsEmpty) throw new BridgeException(ErrorCode.InvalidRequest, "The body is empty; a JSON object is due.");
        // The parser would put a replacement character where a text is broken, and so change what was meant.
        if (!Utf8.IsValid(text)) throw new BridgeException(ErrorCode.InvalidRequest, "The body is not UTF-8.");
        try
        {
            return JsonSerializer.Deserialize(text, type) ?? throw new BridgeException(ErrorCode.InvalidRequest, "The body is null; a JSON object is due.");
        }
        catch (JsonException problem)
        {
            throw new BridgeException(ErrorCode.InvalidRequest, JsonFault.Describe(problem), JsonFault.FieldOf(problem), inner: problem);
        }
    }

    private static byte[] Grow(byte[] buffer, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(length * 2);
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
