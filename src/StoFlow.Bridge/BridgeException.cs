using StoFlow.Protocol;
using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge;

/// <summary>Anything the bridge answers with problem details. <see cref="ProblemWriter"/> turns it into the answer.</summary>
/// <param name="code">One of <see cref="ErrorCode"/>.</param>
/// <param name="detail">What to do next; nothing secret.</param>
/// <param name="field">The field at fault, when it is the caller's.</param>
/// <param name="commandId">The command it is about.</param>
/// <param name="inner">What it came from; goes to the log only.</param>
public sealed class BridgeException(
    string code, string detail, string? field = null, string? commandId = null, Exception? inner = null)
    : Exception(detail, inner)
{
    /// <summary><c>invalid_request</c>: one field of the call is at fault.</summary>
    /// <param name="field">Its name, as the caller wrote it.</param>
    /// <param name="due">What is due instead, or what is wrong with it.</param>
    public static BridgeException OfField(string field, string due) => new(ErrorCode.InvalidRequest, $"{field}: {due}", field);

    /// <summary>One of <see cref="ErrorCode"/>.</summary>
    public string Code { get; } = code;

    /// <summary>The field at fault.</summary>
    public string? Field { get; } = field;

    /// <summary>The command it is about.</summary>
    public string? CommandId { get; } = commandId;

    /// <summary>Another HTTP status than the code's own (404, 405, 413, 415).</summary>
    public int? Status { get; init; }

    /// <summary>When to try again; becomes <c>Retry-After</c>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>When a paused lane goes on by itself.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What the site did answer before it went wrong.</summary>
    public IReadOnlyList<SiteResponse>? Results { get; init; }
}
