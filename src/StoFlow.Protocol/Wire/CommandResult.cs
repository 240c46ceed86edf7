using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoFlow.Protocol.Wire;

/// <summary>The command was begun: a write is in the journal.</summary>
public sealed record Begun(string Id) : WireMessage;

/// <summary>How a command ended in the browser; <c>docs/protocol.md</c> §6.</summary>
/// <param name="Outcome"><c>done</c>, <c>failed</c>, <c>cancelled</c>, <c>expired</c> or <c>unknown</c>.</param>
public sealed record CommandResult(
    string Id,
    string Outcome,
    int DurationMs,
    string? Code = null,
    string? Detail = null,
    JsonElement? Data = null,
    IReadOnlyList<SiteResponse>? Results = null,
    BodyRef? Payload = null) : WireMessage;

/// <summary>What a result carries when it comes as a body instead of a message.</summary>
public sealed record ResultPayload(JsonElement? Data = null, IReadOnlyList<SiteResponse>? Results = null);

/// <summary>What the site answered to one request, or why there is no answer (<c>status</c> 0 and a <c>code</c>).</summary>
public sealed record SiteResponse(
    bool Success,
    int Status,
    [property: JsonPropertyName("statusText")] string StatusText,
    IReadOnlyDictionary<string, string> Headers,
    int DurationMs,
    JsonElement? Data = null,
    string? Error = null,
    string? Code = null);
