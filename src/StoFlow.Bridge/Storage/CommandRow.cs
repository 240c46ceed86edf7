using StoFlow.Protocol;

namespace StoFlow.Bridge.Storage;

/// <summary>The record of a write.</summary>
/// <param name="Requests">The requests in JSON, for sending after a restart; null for actions that have none.</param>
/// <param name="Browser">The browser it left for, or may have left for; null when it surely never left.</param>
/// <param name="Answer">The <see cref="Protocol.Http.ExecuteAnswer"/> in JSON, when the site answered anything.</param>
internal sealed record CommandRow(
    CommandHead Head,
    byte[]? Requests,
    CommandState State,
    string? Browser = null,
    DateTimeOffset? SentAt = null,
    DateTimeOffset? EndedAt = null,
    string? Code = null,
    string? Detail = null,
    string? SettledBy = null,
    byte[]? Answer = null);
