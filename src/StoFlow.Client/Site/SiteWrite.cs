using System.Text.Json;
using System.Text.Json.Nodes;
using StoFlow.Protocol.Http;
using StoFlow.Protocol.Shapes;

namespace StoFlow.Client;

/// <summary>One write: what to send and what the answer must hold.</summary>
internal sealed record SiteWrite(string Method, string Path, JsonNode? Body, Shape Shape)
{
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    public IReadOnlyList<RequestFile>? Files { get; init; }

    /// <summary>The answer may be wrapped in an object of this name.</summary>
    public string? Under { get; init; }

    public JsonElement Unwrap(JsonElement answer)
        => Under is not null && answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(Under, out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : answer;
}
