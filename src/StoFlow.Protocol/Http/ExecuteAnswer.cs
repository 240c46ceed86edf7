using System.Text.Json;
using System.Text.Json.Serialization;
using StoFlow.Protocol.Wire;

namespace StoFlow.Protocol.Http;

/// <summary>What a command came to: one response, several, or data, by its action (contract §2.1).</summary>
/// <param name="Success">One response: 2xx and no error code in the body. Several: all of them.</param>
/// <param name="Drift">Fields that are relied on and that the site's answers lack; null when none does. <c>Data</c> is as the site sent it all the same.</param>
/// <param name="DurationMs">From acceptance to outcome, in milliseconds.</param>
public sealed record ExecuteAnswer(
    bool Success,
    string CommandId,
    int DurationMs,
    int? Status = null,
    [property: JsonPropertyName("statusText")] string? StatusText = null,
    IReadOnlyDictionary<string, string>? Headers = null,
    JsonElement? Data = null,
    string? Error = null,
    string? Code = null,
    IReadOnlyList<SiteResponse>? Results = null,
    IReadOnlyList<DriftNote>? Drift = null);
