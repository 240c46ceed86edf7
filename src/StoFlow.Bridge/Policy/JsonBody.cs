using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using StoFlow.Protocol;

namespace StoFlow.Bridge.Policy;

/// <summary>Reads the small bodies of the administration routes.</summary>
internal static class JsonBody
{
    /// <summary>The body as a record, or <c>invalid_request</c> that names the field.</summary>
    public static async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted)
                ?? throw new BridgeException(ErrorCode.InvalidRequest, "The body is null; an object is due.");
        }
        catch (JsonException problem)
        {
            // It names the field first, as far as there is one.
            var fault = JsonFault.Describe(problem);
            throw new BridgeException(ErrorCode.InvalidRequest, fault, fault.Split(':') is [{ } field, _, ..] ? field : null, inner: problem);
        }
    }
}
