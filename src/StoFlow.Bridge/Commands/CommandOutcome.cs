using System.Text.Json;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Bridge.Commands;

/// <summary>How a command ended.</summary>
/// <param name="State">One of the ends.</param>
/// <param name="Code">Why the site did not answer; null for <c>done</c>.</param>
/// <param name="Detail">What to do next.</param>
/// <param name="Answer">What the site answered, also in part.</param>
/// <param name="SettledBy">What made an unknown end known: <c>journal</c>.</param>
internal sealed record CommandOutcome(
    CommandState State, DateTimeOffset At, string? Code = null, string? Detail = null, ExecuteAnswer? Answer = null, string? SettledBy = null)
{
    /// <summary>The answer in JSON, made once for its record and its caller.</summary>
    public byte[]? AnswerJson => Answer is null ? null : field ??= JsonSerializer.SerializeToUtf8Bytes(Answer, ProtocolJson.Relaxed.ExecuteAnswer);
}
