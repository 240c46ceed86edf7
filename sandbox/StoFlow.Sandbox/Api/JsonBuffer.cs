using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace StoFlow.Sandbox.Api;

/// <summary>Writes a JSON answer in one piece, with its length, from a buffer that is used again.</summary>
internal static class JsonBuffer
{
    private const int KeepBytes = 1024 * 1024;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_spare;

    public static async Task Send(HttpContext http, int status, Action<Utf8JsonWriter> write)
    {
        var buffer = t_spare ?? new ArrayBufferWriter<byte>(16 * 1024);
        t_spare = null;
        using (var writer = new Utf8JsonWriter(buffer, Options)) write(writer);
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = "max-age=0, private, must-revalidate";
        response.ContentLength = buffer.WrittenCount;
        await response.Body.WriteAsync(buffer.WrittenMemory, http.RequestAborted);
        if (buffer.Capacity > KeepBytes) return;
        buffer.ResetWrittenCount();
        t_spare = buffer;
    }
}
