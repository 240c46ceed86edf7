using System.Net;
using System.Text.Json;

namespace StoFlow.IntegrationTests.Bridge;

/// <summary>An answer of the bridge.</summary>
public sealed record Reply(HttpStatusCode Status, JsonElement Json, string? ContentType, TimeSpan? RetryAfter)
{
    public static async Task<Reply> ReadAsync(HttpResponseMessage response)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync(TestBridge.Ct);
        return new Reply(
            response.StatusCode, bytes.Length == 0 ? default : JsonElement.Parse(bytes), response.Content.Headers.ContentType?.MediaType,
            response.Headers.RetryAfter?.Delta);
    }

    public string? Text(string field) =>
        Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public string Id => Text("id") ?? throw new InvalidOperationException($"No id: {Json}");

    /// <summary>Holds that this is a problem answer with this code.</summary>
    public void IsProblem(int status, string code, string? field = null)
    {
        Assert.Equal((status, code), ((int)Status, Text("code")));
        Assert.Equal("application/problem+json", ContentType);
        Assert.False(Json.GetProperty("success").GetBoolean());
        Assert.False(string.IsNullOrWhiteSpace(Text("detail")));
        if (field is not null) Assert.Equal(field, Text("field"));
    }
}
